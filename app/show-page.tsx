/** The frame of every page of the show: the policy for its backend, the session and the document title. */
import type { ReactNode } from 'react';
import { BackendUnavailable } from '../components/layout/backend-unavailable';
import { Part } from '../components/recovery/part';
import { DocumentTitle } from '../components/show/document-title';
import { ShowProvider } from '../components/show/show-context';
import { connectPolicy } from './content-security-policy';
import { firstSnapshot } from './first-snapshot';
import { readOutputs } from './outputs';

/** Renders a page of the show, or an explanation if no backend is configured. */
export async function ShowPage({ children }: { children: ReactNode }) {
  const reading = await readOutputs();
  if ('problem' in reading) return <BackendUnavailable problem={reading.problem} />;
  const { outputs } = reading;
  return (
    <>
      <meta httpEquiv="Content-Security-Policy" content={connectPolicy(outputs)} />
      <ShowProvider outputs={outputs} initial={await firstSnapshot(outputs)}>
        <DocumentTitle />
        <Part>{children}</Part>
      </ShowProvider>
    </>
  );
}
