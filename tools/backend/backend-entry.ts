/** Runs a local backend as a process of its own, so that it can be killed: options come in, outputs go out by IPC. */

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
// Whoever started this is gone.
process.once('disconnect', () => process.exit(1));
import { type BackendOptions, log, startBackend } from 'amplify-local';
