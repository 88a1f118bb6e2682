/** What happens to the source of films: the show goes on, with TMDB's films or with its own. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBackend, viewerCount } from './test-backend';

/** Twenty films, as TMDB lists them. */
const popular = JSON.stringify({
  results: Array.from({ length: 20 }, (_, index) => ({
    id: index + 1,
    title: `Film ${index + 1}`,
    overview: 'A film.',
    release_date: '1999-03-31',
    poster_path: `/${index}.jpg`,
  })),
});

/** Other things than films, in turn. */
const nonsense = ['<html>', '{"results":[{"id":"x"},null,7]}', '', '{"results":7}', '[]'];

let answer: RequestListener = (_, response) => void response.end(popular);
let asked = 0;
let tmdb: Server;
let testBackend: TestBackend;

beforeAll(async () => {
  tmdb = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => tmdb.listen(0, '127.0.0.1', resolve));
  testBackend = await TestBackend.open('rotation', {
    // What a slow TMDB may take of a round is more than three seconds.
    context: { roundSeconds: 6 },
    secrets: { TMDB_API_KEY: 'a key' },
    functionVariables: { TMDB_BASE_URL: `http://127.0.0.1:${(tmdb.address() as AddressInfo).port}` },
  });
  testBackend.audience.addViewers(viewerCount);
});
afterAll(async () => {
  await testBackend.close();
  tmdb.close();
  tmdb.closeAllConnections();
});

const source = () => testBackend.audience.viewers[0]?.getState().round?.movie.source;

describe('the show goes on, and all screens agree, while TMDB', () => {
  it.each<[string, string, RequestListener]>([
    ['is down', 'catalogue', (request) => void request.socket.destroy()],
    ['is slow', 'catalogue', () => undefined],
    ['limits the rate', 'catalogue', (_, response) => void response.writeHead(429).end()],
    ['returns nonsense', 'catalogue', (_, response) => void response.end(nonsense[asked % nonsense.length])],
    ['is well again', 'tmdb', (_, response) => void response.end(popular)],
  ])('%s', async (scenario, expected, behaviour) => {
    answer = behaviour;
    const before = asked;
    // The film that was announced before still comes.
    for (let rounds = 0; rounds < 4 && !(rounds > 1 && source() === expected); rounds++)
      await testBackend.waitForNewRound();
    expect(source()).toBe(expected);
    expect(asked).toBeGreaterThan(before);
    const figures = await testBackend.checkAgreement(`TMDB ${scenario}`, expected === 'tmdb' ? 0 : asked - before);
    expect(figures).toMatchObject({ lost: 0, doubled: 0 });
  });
});
