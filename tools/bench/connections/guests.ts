/** A process that opens connections to a server: fully subscribed guests, or bare sockets. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Outputs } from '../../../live/backend';
import { readDocuments } from '../../guest/documents';
import { endpointsOf } from '../../guest/endpoints';
import { Guest } from '../../guest/guest';
import { keepAlivePost } from '../../guest/post';
import { answer } from '../child';

export type Question =
  /** Opens connections up to this number. */
  { count: number; outputs: Outputs } | { count: number; url: string } | 'close';

/** Connections that open at the same time. */
const openTogether = 32;
const post = keepAlivePost();
const closers: (() => void)[] = [];

async function openGuest(outputs: Outputs): Promise<void> {
  const guest = new Guest({ endpoints: endpointsOf(outputs), documents: documentsOf(outputs), post });
  await guest.ensureIdentity();
  await new Promise<void>((resolve, reject) => {
    const socket = guest.subscribe({
      data: () => undefined,
      liveCount: () => resolve(),
      lost: (reason) => reject(new Error(reason)),
    });
    closers.push(() => socket.close());
  });
}

let documents: ReturnType<typeof readDocuments> | undefined;
const documentsOf = (outputs: Outputs) => (documents ??= readDocuments(outputs));

async function openBare(url: string): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  closers.push(() => socket.close());
  await once(socket, 'open');
}

answer<Question, null>(async (question) => {
  if (question === 'close') {
    for (const close of closers.splice(0)) close();
    return null;
  }
  let missing = question.count - closers.length;
  const opening = Array.from({ length: openTogether }, async () => {
    while (missing-- > 0) await ('outputs' in question ? openGuest(question.outputs) : openBare(question.url));
  });
  await Promise.all(opening);
  return null;
});
