/** The entry of a backend process: receives options and sends outputs by IPC. */
import { type BackendOptions, log, startBackend } from 'amplify-local';

log.level = process.env.FAULTS_LOG ?? 'silent';

process.once('message', (options: BackendOptions) => {
  startBackend(options).then(
    (backend) => {
      process.once('SIGTERM', () => void backend.close().then(() => process.exit(0)));
      process.send?.({ outputs: backend.outputs });
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// The parent process has ended.
process.once('disconnect', () => process.exit(1));
