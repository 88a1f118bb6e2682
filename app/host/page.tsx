import type { Metadata } from 'next';
import { HostPage } from '../../components/host/host-page';
import { BackendUnavailable } from '../../components/layout/backend-unavailable';
import { Part } from '../../components/recovery/part';
import { hostDictionaries } from '../../languages/host/dictionaries';
import { connectPolicy } from '../content-security-policy';
import { requestLanguage } from '../language';
import { readOutputs } from '../outputs';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const { page } = await hostDictionaries[await requestLanguage()]();
  return { title: page.title, robots: { index: false, follow: false } };
}

/** The page where operators run the show. What it knows of the show comes from the API, after the sign-in. */
export default async function HostRoute() {
  const reading = await readOutputs();
  if ('problem' in reading) return <BackendUnavailable problem={reading.problem} />;
  const { operatorOutputs: outputs, dashboardUrl } = reading;
  const language = await requestLanguage();
  return (
    <>
      <meta httpEquiv="Content-Security-Policy" content={connectPolicy(outputs, { canSignIn: true })} />
      <Part>
        <HostPage
          outputs={outputs}
          dashboardUrl={dashboardUrl}
          language={language}
          texts={await hostDictionaries[language]()}
        />
      </Part>
    </>
  );
}
