import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { movieSchema } from './movie';
import { fetchMatchingMovies, fetchPopularMovies, TmdbKeyError, type TmdbOptions } from './tmdb';

type Answer = (response: ServerResponse) => void;

const json =
  (status: number, body: unknown): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const metropolis = {
  id: 19,
  title: 'Metropolis',
  overview: 'In a towering city of the future…',
  release_date: '1927-02-06',
  poster_path: '/metropolis.jpg',
  vote_average: 8.1,
};
const ok = json(200, { page: 1, results: [metropolis], total_pages: 500 });

/** TMDB, which sends these responses in order and repeats the last one. */
let answers: Answer[] = [];
const requests: IncomingMessage[] = [];
const tmdb = createServer((request, response) => {
  requests.push(request);
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(response);
});
let baseUrl: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => tmdb.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(tmdb.address() as AddressInfo).port}`;
});
afterAll(() => {
  tmdb.closeAllConnections();
  tmdb.close();
});
beforeEach(() => {
  requests.length = 0;
});

const v3Key = '0123456789abcdef0123456789ABCDEF';

const fetchPage = (options: Partial<TmdbOptions> = {}) =>
  fetchPopularMovies({ apiKey: v3Key, page: 7, baseUrl, ...options });

describe('a page of popular movies', () => {
  it('becomes movies for the screen', async () => {
    answers = [ok];
    const movies = await fetchPage();
    expect(movies).toEqual([
      {
        id: 'tmdb-19',
        title: 'Metropolis',
        releaseDate: '1927-02-06',
        synopsis: 'In a towering city of the future…',
        poster: 'https://image.tmdb.org/t/p/w500/metropolis.jpg',
        source: 'tmdb',
      },
    ]);
    expect(movieSchema.parse(movies[0])).toEqual(movies[0]);
  });

  it.each([{ adult: false }, { adult: null }, { title: '映画' }, { title: '2' }, { title: '…' }])(
    'keeps a movie with %j',
    async (difference) => {
      answers = [json(200, { results: [{ ...metropolis, ...difference }] })];
      expect(await fetchPage()).toHaveLength(1);
    },
  );

  it.each([
    ['is for adults', { adult: true }],
    ['has no title', { title: '' }],
    ['has a blank title', { title: ' \u00a0\u200b' }],
    ['has a title of fillers', { title: '\u3164\u2800\uffa0\u115f' }],
    ['has no overview', { overview: '' }],
    ['has a blank overview', { overview: '\n \t' }],
    ['has no poster', { poster_path: null }],
    ['has a poster that is not a path', { poster_path: 'http://elsewhere/x.jpg' }],
    ['has no date', { release_date: '' }],
    ['has no date member', { release_date: undefined }],
    ['has an incomplete date', { release_date: '1927-02' }],
    ['has no id', { id: undefined }],
  ])('omits a movie that %s and keeps the others', async (_, difference) => {
    answers = [
      json(200, {
        results: [
          { ...metropolis, ...difference },
          { ...metropolis, id: 20 },
        ],
      }),
    ];
    expect((await fetchPage()).map(({ id }) => id)).toEqual(['tmdb-20']);
  });
});

describe('a search', () => {
  it('has the same movies as a page of popular ones', async () => {
    answers = [json(200, { results: [metropolis, { ...metropolis, id: 20, adult: true }] })];
    expect(await fetchMatchingMovies({ apiKey: v3Key, baseUrl, text: 'metropolis' })).toEqual(
      await fetchPage().then((movies) => movies.filter(({ id }) => id === 'tmdb-19')),
    );
  });

  it('sends any text as one parameter', async () => {
    answers = [ok];
    await fetchMatchingMovies({ apiKey: 'a.v4.token', baseUrl, text: 'Faust & Häxan #1?page=9' });
    expect(requests[0]?.url).toBe(
      '/3/search/movie?query=Faust+%26+H%C3%A4xan+%231%3Fpage%3D9&include_adult=false&page=1',
    );
  });
});

describe('the request', () => {
  beforeEach(() => {
    answers = [ok];
  });

  it('sends a v3 key as a parameter', async () => {
    await fetchPage();
    expect(requests[0]).toMatchObject({ method: 'GET', url: `/3/movie/popular?page=7&api_key=${v3Key}` });
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each(['eyJhbGciOi.J9.x', 'not-a-v3-key', `${v3Key}0`])(
    'sends anything else, such as a v4 token, as a header, not in the URL: %s',
    async (apiKey) => {
      await fetchPage({ apiKey });
      expect(requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
      expect(requests[0]?.url).toBe('/3/movie/popular?page=7');
    },
  );

  it.each(['eyJhbGciOi\n.J9.x', 'two words', 'ключ'])('is not sent with a key that none can be: %j', async (apiKey) => {
    await expect(fetchPage({ apiKey })).rejects.toThrow(TmdbKeyError);
    expect(requests).toEqual([]);
  });
});

describe('a failure', () => {
  it.each([
    [403, 'TMDB answered 403 Forbidden'],
    [404, 'TMDB answered 404 Not Found'],
  ])('with a refusal (%i) is not retried', async (status, message) => {
    answers = [json(status, { success: false }), ok];
    await expect(fetchPage()).rejects.toThrow(message);
    expect(requests).toHaveLength(1);
  });

  it('with a refused key is told from an outage, and not retried', async () => {
    answers = [json(401, { success: false, status_code: 7, status_message: 'Invalid API key' }), ok];
    await expect(fetchPage()).rejects.toThrow(TmdbKeyError);
    expect(requests).toHaveLength(1);
  });

  it('ends after the time for all attempts', async () => {
    answers = [() => undefined];
    await expect(fetchPage({ timeoutMs: 5000, withinMs: 200 })).rejects.toThrow('TMDB did not answer within 200 ms');
    answers = [json(503, {})];
    await expect(fetchPage({ retries: 50, withinMs: 200 })).rejects.toThrow('TMDB did not answer within 200 ms');
  });

  it.each([
    ['too many requests', json(429, {})],
    ['a server error', json(500, {})],
    ['a bad gateway', json(502, {})],
    ['HTML instead of JSON', (response: ServerResponse) => response.end('<html>')],
    ['unexpected JSON', json(200, { movies: [] })],
    ['a broken connection', (response: ServerResponse) => response.destroy()],
    [
      'an incomplete response',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
    ],
    ['no response in time', () => undefined],
  ])('with %s is retried', async (_, failure) => {
    answers = [failure, ok];
    expect(await fetchPage({ timeoutMs: 200 })).toHaveLength(1);
    expect(requests).toHaveLength(2);
  });

  it('is reported after the last attempt', async () => {
    answers = [json(503, {})];
    await expect(fetchPage({ retries: 1 })).rejects.toThrow('TMDB answered 503 Service Unavailable');
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['no response in time', () => undefined, 'TMDB did not answer within 200 ms'],
    ['a broken connection', (response: ServerResponse) => response.destroy(), 'TMDB cannot be reached: ECONNRESET'],
  ])('with %s is named in the error, without the key', async (_, answer, message) => {
    answers = [answer];
    const error = await fetchPage({ timeoutMs: 200, retries: 0 }).catch((error: unknown) => error);
    expect(error).toMatchObject({ message });
    expect(String(error)).not.toContain(v3Key);
  });
});
