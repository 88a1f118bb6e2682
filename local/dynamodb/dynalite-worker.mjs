/** Runs dynalite in a thread of its own, so that storing never holds up the thread that serves the clients. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import './patch-iterators.mjs';

const server = dynalite({ path: workerData.path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
// The only client is this backend's own pool: an idle connection is never a forgotten one.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

parentPort?.postMessage(server.address());
parentPort?.once('message', () => {
  server.close((error) => {
    if (error) throw error;
    parentPort?.close();
  });
});
