/** The frame of every page of the show: the policy for its backend, the session and the document title. */
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { BackendUnavailable } from '../components/layout/backend-unavailable';
import { Part } from '../components/recovery/part';
import { DocumentTitle } from '../components/show/document-title';
import { ShowProvider } from '../components/show/show-context';
import { voterCookie } from '../components/votes/voter-cookie';
import { connectPolicy } from './content-security-policy';
import { firstSnapshot } from './server-snapshot';
import { readOutputs } from './outputs';

interface ShowPageProps {
  /** The chat room of a page that belongs to nobody. Otherwise it follows from the guest. */
  chatRoom?: number;
  children: ReactNode;
}

/** Renders a page of the show, or an explanation if no backend is configured. */
export async function ShowPage({ chatRoom, children }: ShowPageProps) {
  const reading = await readOutputs();
  if ('problem' in reading) return <BackendUnavailable problem={reading.problem} />;
  const { outputs } = reading;
  return (
    <>
      <meta httpEquiv="Content-Security-Policy" content={connectPolicy(outputs)} />
      <ShowProvider
        outputs={outputs}
        initial={await firstSnapshot(outputs)}
        hasVotedBefore={(await cookies()).has(voterCookie)}
        chatRoom={chatRoom}
      >
        <DocumentTitle />
        <Part>{children}</Part>
      </ShowProvider>
    </>
  );
}
