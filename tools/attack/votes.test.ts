/** Ballot stuffing: votes for other rounds, invalid counts, falling totals, and bursts of calls. */
import { describe, expect, it } from 'vitest';
import { favouriteOf } from '../../amplify/favourite';
import { limits } from '../../amplify/limits';
import { noVotes, perCategory, type Counts } from '../../amplify/show';
import { roundSeconds } from './deployment';
import type { Guest } from './guest';
import { setUpTarget, type Row } from './target';

const target = setUpTarget();

const most = limits.maxVotesPerCategory;

/** Returns a mutation with the given arguments as literals, valid or not. */
const written = (args: Record<string, string>) =>
  `mutation { castVotes(${Object.entries(args)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')}) { roundId love } }`;
const literals = { love: '1', like: '0', meh: '0', unknown: '0', hate: '0' };

const withVariables =
  'mutation Cast($roundId: String!, $love: Int!, $like: Int!, $meh: Int!, $unknown: Int!, $hate: Int!) ' +
  '{ castVotes(roundId: $roundId, love: $love, like: $like, meh: $meh, unknown: $unknown, hate: $hate) { roundId love like meh unknown hate } }';

const cast = (guest: Guest, roundId: string, votes: Partial<Counts>) =>
  guest.call(withVariables, { ...noVotes, ...votes, roundId });

/** Waits until every ballot of a round is counted and published. */
async function shown(roundId: string): Promise<void> {
  const ballots = (await target.rows('Ballot')).filter((row) => row.roundId === roundId);
  const votes = ballots.map((row) => perCategory((category) => Number(row[category])));
  const totals = perCategory((category) => votes.reduce((sum, ballot) => sum + ballot[category], 0));
  const favourites = perCategory((category) => votes.filter((ballot) => favouriteOf(ballot) === category).length);
  await expect
    .poll(async () => (await target.takeReceivedUpdates()).at(-1)?.onScores?.scores, { timeout: 20_000 })
    .toEqual({ roundId, ...totals, voters: ballots.length, favourites });
}

/** Sends variables as text, since `JSON.stringify` cannot produce them. */
async function castRaw(variables: string) {
  const body = `{"query":${JSON.stringify(withVariables)},"variables":${variables}}`;
  return (await target.guest.post(body)).json as Awaited<ReturnType<typeof cast>>;
}

describe('a guest votes for', () => {
  const rounds: [string, (now: number) => string][] = [
    ['the previous round', (now) => String(now - roundSeconds)],
    ['a round an hour ago', (now) => String(now - 3600)],
    ['the next round', (now) => String(now + roundSeconds)],
    ['a round in a year', (now) => String(now + 31_536_000)],
    ['a time within the current round', (now) => String(now + 1)],
    ['the Unix epoch', () => '0'],
    ['a negative time', (now) => String(-now)],
    ['the round after a space', (now) => ` ${now}`],
    ['the round before a line break', (now) => `${now}\n`],
    ['the round with a leading zero', (now) => `0${now}`],
    ['the round as a fraction', (now) => `${now}.0`],
    ['the round in hexadecimal', (now) => `0x${now.toString(16)}`],
    ['the round in exponential notation', (now) => now.toExponential()],
    [
      'the round in Arabic digits',
      (now) => String(now).replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
    ],
    [
      'the round in full-width digits',
      (now) => String(now).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    ],
    ['the ballot id of another guest', (now) => `${now}#us-east-1:00000000-0000-4000-8000-000000000000`],
    ['two rounds', (now) => `${now},${now + roundSeconds}`],
    ['the round with a null character', (now) => `${now}\0`],
    ['no round', () => ''],
    ['a word', () => 'now'],
    ['undefined', () => 'undefined'],
    ['NaN', () => 'NaN'],
    ['Infinity', () => 'Infinity'],
    ['__proto__', () => '__proto__'],
    ['a condition', () => '1 OR 1=1'],
    ['an expression of DynamoDB', () => 'attribute_not_exists(id)'],
    ['a template', () => '$util.time.nowEpochSeconds()'],
    ['100 kB', () => '1'.repeat(100_000)],
    ['lone surrogates', () => '\ud800\udfff\ud800'],
  ];

  it.each(rounds)('%s', async (_, roundOf) => {
    const roundId = roundOf(Number(await target.currentRoundId()));
    // The previous round still accepts votes during its grace period.
    const isLate = Number(roundId) === Number(await target.currentRoundId()) - roundSeconds;
    if (isLate)
      await expect
        .poll(() => (Date.now() / 1000) % roundSeconds, { timeout: 10_000 })
        .toBeGreaterThan(limits.graceSeconds);
    const { data, errors } = await cast(target.guest, roundId, { love: 1 });
    expect(data?.castVotes ?? null).toBeNull();
    expect(errors).toMatchObject([{ errorType: 'RoundOver' }]);
  });

  it.each([
    ['a number', '1'],
    ['null', 'null'],
    ['a list of rounds', '["1", "2"]'],
    ['an object', '{S: "1"}'],
    ['true', 'true'],
    ['a name', 'now'],
  ])('%s instead of a round id', async (_, roundId) => {
    const { data, errors } = await target.guest.call(written({ ...literals, roundId }));
    expect(data).toBeNull();
    // GraphQL would coerce a single value to a list, but not a list to a single value.
    expect(errors?.[0]?.message).toMatch(/^Validation error/);
  });
});

describe('a count is', () => {
  it.each([
    ['below zero', '-1'],
    ['far below zero', '-2147483648'],
    ['one too many', String(most + 1)],
    ['the maximum of GraphQL', '2147483647'],
  ])('%s', async (_, count) => {
    const roundId = JSON.stringify(await target.currentRoundId());
    const { data, errors } = await target.guest.call(written({ ...literals, roundId, love: count }));
    expect(data?.castVotes ?? null).toBeNull();
    expect(errors).toMatchObject([{ errorType: 'InvalidVotes', message: `Votes for love must be from 0 to ${most}.` }]);
  });

  it.each([
    ['a fraction', '1.5'],
    ['a fraction with an integer value', '1.0'],
    ['in exponential notation', '1e2'],
    ['one more than the maximum of GraphQL', '2147483648'],
    ['of forty digits', '9'.repeat(40)],
    ['text', '"1"'],
    ['empty text', '""'],
    ['true', 'true'],
    ['null', 'null'],
    ['a name', 'NaN'],
    ['a list', '[1, 1]'],
    ['an object', '{N: "1"}'],
    ['an operation on the stored count', '{increment: 100}'],
  ])('%s, in the document', async (_, count) => {
    const { data, errors } = await target.guest.call(
      written({ ...literals, roundId: JSON.stringify(await target.currentRoundId()), love: count }),
    );
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/^Validation error of type WrongType/);
  });

  it.each([
    ['a fraction', '1.5'],
    ['a tiny number', '1e-7'],
    ['one more than the maximum of GraphQL', '2147483648'],
    ['1e400', '1e400'],
    ['-1e400', '-1e400'],
    ['text', '"1"'],
    ['text of a formula', '"=1+1"'],
    ['empty text', '""'],
    ['true', 'true'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['an object', '{"N":"1"}'],
    ['an object with a value', '{"valueOf":1}'],
  ])('%s, in a variable', async (_, count) => {
    const { data, errors } = await castRaw(
      `{"roundId":"${await target.currentRoundId()}","love":${count},"like":0,"meh":0,"unknown":0,"hate":0}`,
    );
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/^Variable 'love' has/);
  });

  it.each(['love', 'like', 'meh', 'unknown', 'hate', 'roundId'])('missing: %s', async (name) => {
    const args = { ...literals, roundId: JSON.stringify(await target.currentRoundId()) };
    const present = Object.fromEntries(Object.entries(args).filter(([one]) => one !== name));
    const { data, errors } = await target.guest.call(written(present));
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toContain(`Missing field argument ${name}`);
  });

  it.each(['voters', 'id', 'tab', 'expiresAt', 'identityId', 'wow', '__proto__'])(
    'for an unknown category: %s',
    async (name) => {
      const { data, errors } = await target.guest.call(
        written({ ...literals, roundId: JSON.stringify(await target.currentRoundId()), [name]: '1' }),
      );
      expect(data).toBeNull();
      expect(errors?.[0]?.message).toContain(`Unknown field argument ${name}`);
    },
  );

  it('zero in every category', async () => {
    expect((await cast(target.guest, await target.currentRoundId(), {})).errors).toMatchObject([
      { errorType: 'InvalidVotes' },
    ]);
  });

  it('minus zero in every category', async () => {
    const { errors } = await castRaw(
      `{"roundId":"${await target.currentRoundId()}","love":-0,"like":-0,"meh":-0,"unknown":-0,"hate":-0}`,
    );
    expect(errors).toMatchObject([{ errorType: 'InvalidVotes' }]);
  });

  it('negative in some categories, so that the sum is valid', async () => {
    const { errors } = await cast(target.guest, await target.currentRoundId(), {
      love: -50,
      like: 100,
      meh: -50,
      unknown: 100,
      hate: -50,
    });
    expect(errors).toMatchObject([{ errorType: 'InvalidVotes' }]);
  });
});

describe('votes that were cast', () => {
  /** Creates a guest with a counted ballot. */
  async function voter(votes: Partial<Counts>) {
    target.allowChanges();
    const guest = await target.newGuest();
    const roundId = await target.currentRoundId();
    expect((await cast(guest, roundId, votes)).errors).toBeUndefined();
    await shown(roundId);
    const tables = async () => [
      await target.rows('Ballot'),
      await target.rows('Round'),
      await target.rows('CategoryRecord'),
    ];
    return { guest, roundId, tables, stored: await tables() };
  }

  it.each<[string, Partial<Counts>]>([
    ['are lowered', { love: 1, like: 5 }],
    ['are taken back', { love: 0, like: 1 }],
    ['are moved to another category', { love: 0, like: 0, hate: 10 }],
    ['rise in one category and fall in another', { love: 100, like: 4 }],
  ])('%s', async (_, votes) => {
    const { guest, roundId, tables, stored } = await voter({ love: 5, like: 5 });
    const { data } = await cast(guest, roundId, votes);
    expect(data?.castVotes).toMatchObject({ love: 5, like: 5, meh: 0, unknown: 0, hate: 0 });
    expect(await tables()).toEqual(stored);
    expect(await target.takeReceivedUpdates()).toEqual([]);
  });

  it('are cast again under thirty aliases in one document', async () => {
    const { guest, roundId, tables, stored } = await voter({ love: 5 });
    const call = written({ ...literals, love: '5', roundId: JSON.stringify(roundId) }).slice('mutation { '.length, -2);
    const aliases = Array.from({ length: 30 }, (_, index) => `a${index}: ${call}`);
    const { errors } = await guest.call(`mutation { ${aliases.join(' ')} }`);
    expect(errors?.[0]).toMatchObject({ errorType: 'ResolverExecutionLimitReached' });
    expect(await tables()).toEqual(stored);
    expect(await target.takeReceivedUpdates()).toEqual([]);
    target.countAttacks(29);
  });

  it('are raised by two concurrent calls, one of which would lower a total of the other', async () => {
    const { guest, roundId } = await voter({ love: 1 });
    await Promise.all(
      [
        { love: 9, like: 0 },
        { love: 2, like: 2 },
      ].map((votes) => cast(guest, roundId, votes)),
    );
    const ballot = (await target.rows('Ballot')).find(({ id }) => id === `${roundId}#${guest.identityId}`);
    expect(ballot?.love).toBeGreaterThanOrEqual(2);
    expect([
      [9, 0],
      [2, 2],
    ]).toContainEqual([ballot?.love, ballot?.like]);
    // Wait until they are counted, since the next attack must not see changes.
    await shown(roundId);
  });
});

describe('one guest votes as fast as possible', () => {
  /** Makes calls with a limited concurrency. */
  async function burst(calls: number, atATime: number, call: (index: number) => Promise<unknown>) {
    let next = 0;
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        while (next < calls) await call(next++);
      }),
    );
  }

  it('with 2,000 calls of 5 more votes each: one ballot with 100 votes per category, and others are served meanwhile', async () => {
    target.allowChanges();
    const calls = 2000;
    const [guest, innocent] = await Promise.all([target.newGuest(), target.newGuest()]);
    const roundId = await target.currentRoundId(20);
    const isOn = ({ startsAt }: Row) => String(startsAt) === roundId;
    const before = (await target.rows('Round')).find(isOn) ?? {};
    const statuses = new Set<number>();
    const flooding = { isOver: false };
    const flood = burst(calls, 50, async (index) => {
      const votes = (index + 1) * 5;
      const body = JSON.stringify({ query: withVariables, variables: { ...noVotes, roundId, hate: votes } });
      statuses.add((await guest.post(body)).status);
    }).finally(() => {
      flooding.isOver = true;
    });
    let served = 0;
    while (!flooding.isOver) {
      expect((await innocent.call('{ snapshot { serverTime } }')).errors).toBeUndefined();
      served += 1;
    }
    await flood;
    target.countAttacks(calls - 1);

    expect([...statuses]).toEqual([200]);
    expect(served).toBeGreaterThan(1);
    const ballots = (await target.rows('Ballot')).filter(({ id }) => String(id).endsWith(guest.identityId));
    expect(ballots).toMatchObject([{ roundId, hate: most }]);
    await shown(roundId);
    const totals = { hate: Number(before.hate) + most, voters: Number(before.voters) + 1 };
    expect((await target.rows('Round')).find(isOn)).toMatchObject(totals);
    expect((await innocent.call('{ snapshot { scores { hate voters } } }')).data).toEqual({
      snapshot: { scores: totals },
    });
  });
});
