import { NoProjector } from '../components/house/no-projector';
import { Show } from '../components/show/show';
import { connectPolicy } from './content-security-policy';
import { firstSnapshot } from './first-snapshot';
import { readOutputs } from './outputs';

/** The film on the screen changes every few seconds, and where the backend is may change with a file. */
export const dynamic = 'force-dynamic';

export default async function Page() {
  const reading = await readOutputs();
  if ('problem' in reading) return <NoProjector problem={reading.problem} />;
  const { outputs } = reading;
  return (
    <>
      <meta httpEquiv="Content-Security-Policy" content={connectPolicy(outputs)} />
      <Show outputs={outputs} initial={await firstSnapshot(outputs)} />
    </>
  );
}
