/** The entry of a backend process: receives options and sends outputs by IPC, and splits shards when asked to. */
import { type BackendOptions, log, startBackend } from 'amplify-local';

log.level = process.env.FAULTS_LOG ?? 'silent';

process.once('message', (options: BackendOptions) => {
  startBackend(options).then(
    (backend) => {
      process.once('SIGTERM', () => void backend.close().then(() => process.exit(0)));
      process.send?.({ outputs: backend.outputs });
      process.on('message', ({ splitShardsOf: model }: { splitShardsOf: string }) => {
        const open = backend.describeShards().filter(({ tableName, isOpen }) => tableName.startsWith(model) && isOpen);
        process.send?.({ newShards: open.flatMap(({ shardId }) => backend.splitShard(shardId)) });
      });
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// The parent process has ended.
process.once('disconnect', () => process.exit(1));
