/** Faults of TMDB: the show continues, with movies from TMDB or from the built-in catalogue. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBackend, viewerCount } from './test-backend';

/** Twenty movies in the format of TMDB. */
const popular = JSON.stringify({
  results: Array.from({ length: 20 }, (_, index) => ({
    id: index + 1,
    title: `Movie ${index + 1}`,
    overview: 'A movie.',
    release_date: '1999-03-31',
    poster_path: `/${index}.jpg`,
  })),
});

/** Invalid responses, used one after another. */
const invalidBodies = ['<html>', '{"results":[{"id":"x"},null,7]}', '', '{"results":7}', '[]'];

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
    secrets: { TMDB_API_KEY: '0123456789abcdef0123456789abcdef' },
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

describe('the show continues, and all screens agree, while TMDB', () => {
  it.each<[string, string, RequestListener]>([
    ['is down', 'catalogue', (request) => void request.socket.destroy()],
    ['is slow', 'catalogue', () => undefined],
    ['limits the rate', 'catalogue', (_, response) => void response.writeHead(429).end()],
    [
      'returns invalid bodies',
      'catalogue',
      (_, response) => void response.end(invalidBodies[asked % invalidBodies.length]),
    ],
    ['works again', 'tmdb', (_, response) => void response.end(popular)],
  ])('%s', async (scenario, expected, behaviour) => {
    answer = behaviour;
    const before = asked;
    // The announced movie still plays next.
    for (let rounds = 0; rounds < 4 && !(rounds > 1 && source() === expected); rounds++)
      await testBackend.waitForNewRound();
    expect(source()).toBe(expected);
    expect(asked).toBeGreaterThan(before);
    const figures = await testBackend.checkAgreement(`TMDB ${scenario}`, expected === 'tmdb' ? 0 : asked - before);
    expect(figures).toMatchObject({ lost: 0, doubled: 0 });
  });
});
