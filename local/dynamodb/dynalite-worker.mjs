/** Runs dynalite in its own thread, so that storing items never blocks the thread that serves the clients. */
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import dynalite from 'dynalite';
import './patch-iterators.mjs';

/** The data folder. dynalite stores the tables in memory if it is undefined. */
const path = process.argv[2];
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
// The only client is this backend's own connection pool, so an idle connection is never an abandoned one.
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
