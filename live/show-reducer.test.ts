import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import type { LeaderboardEntry, Message, ScoresUpdate, ShowControls } from './backend';
import { controlsWith, roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { emptyShow, maxMessages, messagesPerGroup, showReducer, type ShowEvent, type ShowState } from './show-reducer';

const play = (state: ShowState, ...events: ShowEvent[]) => events.reduce(showReducer, state);

const roundStarted = (startsAt: number): ShowEvent => ({ type: 'roundStarted', round: roundStartingAt(startsAt) });
const vote = (startsAt: number, category: Category = 'love'): ShowEvent => ({
  type: 'voteCast',
  roundId: String(startsAt),
  category,
});
const scores = (startsAt: number, counts: Partial<Counts>): ShowEvent => ({
  type: 'scoresPublished',
  update: {
    scores: { roundId: String(startsAt), ...noVotes, ...counts, voters: 1 },
    leaders: [],
  } satisfies ScoresUpdate,
});
const refused = (startsAt: number, counts: Partial<Counts>): ShowEvent => ({
  type: 'votesRefused',
  roundId: String(startsAt),
  refused: { ...noVotes, ...counts },
});
const message = (id: string): Message => ({ id, nickname: 'Ada', text: id, sender: 's', sentAt: 0 });

describe('a round', () => {
  it('replaces the previous one and resets the counters', () => {
    const state = play(emptyShow, roundStarted(10), vote(10), scores(10, { like: 4 }), roundStarted(20));
    expect(state).toMatchObject({ round: { roundId: '20' }, counts: noVotes, ownVotes: noVotes, voters: 0 });
  });

  it('is not replaced by an older one or the same one', () => {
    const state = play(emptyShow, roundStarted(20), vote(20));
    expect(play(state, roundStarted(10), roundStarted(20))).toBe(state);
  });

  it('is read from a snapshot together with its totals', () => {
    const state = play(emptyShow, { type: 'snapshotArrived', snapshot: snapshotOf(roundStartingAt(10), 7) });
    expect(state).toMatchObject({ round: { roundId: '10' }, counts: { love: 7 }, voters: 1 });
  });

  it('keeps its totals if a snapshot of an older round arrives late', () => {
    const state = play(emptyShow, roundStarted(20), {
      type: 'snapshotArrived',
      snapshot: snapshotOf(roundStartingAt(10), 7),
    });
    expect(state).toMatchObject({ round: { roundId: '20' }, counts: noVotes });
  });

  it('stays if a snapshot contains none', () => {
    const state = play(emptyShow, roundStarted(20), { type: 'snapshotArrived', snapshot: snapshotOf(null) });
    expect(state.round?.roundId).toBe('20');
  });
});

describe('the chat room', () => {
  const entered = (room: number, rooms: number): ShowEvent => ({ type: 'roomEntered', chatRoom: { room, rooms } });
  const said = (id: string): ShowEvent => ({ type: 'messageReceived', message: message(id) });

  it('is not a change at first', () => {
    expect(play(emptyShow, entered(11, 16))).toMatchObject({ chatRoom: { room: 11, rooms: 16 }, roomChange: null });
  });

  it('changes after the last message, and messages stay', () => {
    const state = play(emptyShow, entered(3, 8), said('a'), said('b'), entered(11, 16), said('c'));
    expect(state.roomChange).toEqual({ room: 11, rooms: 16, after: 'b' });
    expect(state.messages.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('can change before the first message', () => {
    expect(play(emptyShow, entered(3, 8), entered(11, 16)).roomChange).toEqual({ room: 11, rooms: 16, after: null });
  });

  it.each([
    ['the first rooms', 1, 2, true],
    ['the end of the rooms', 2, 1, true],
    ['another number of rooms', 2, 4, false],
  ])('that a guest stays in is told with %s: %i to %i', (_, before, rooms, isTold) => {
    const { roomChange, chatRoom } = play(emptyShow, entered(0, before), entered(0, rooms));
    expect(roomChange !== null).toBe(isTold);
    expect(chatRoom).toEqual({ room: 0, rooms });
  });

  it('is the same state if it is entered again', () => {
    const state = play(emptyShow, entered(3, 8));
    expect(play(state, entered(3, 8))).toBe(state);
  });
});

describe('a counter', () => {
  it('increases at once with an own vote', () => {
    expect(play(emptyShow, roundStarted(10), vote(10)).counts.love).toBe(1);
  });

  it('does not count an own vote again once the server has counted it', () => {
    expect(play(emptyShow, roundStarted(10), vote(10), vote(10), scores(10, { love: 2 })).counts.love).toBe(2);
  });

  it('ignores votes and totals of other rounds', () => {
    const state = play(emptyShow, roundStarted(10), vote(20), scores(20, { love: 5 }), scores(0, { love: 5 }));
    expect(state.counts).toEqual(noVotes);
  });

  it('merges totals that arrive out of order', () => {
    const state = play(emptyShow, roundStarted(10), scores(10, { love: 5 }), scores(10, { love: 3, like: 1 }));
    expect(state.counts).toMatchObject({ love: 5, like: 1 });
  });

  it('subtracts refused votes and reports them', () => {
    const state = play(emptyShow, roundStarted(10), vote(10), vote(10), refused(10, { love: 1 }));
    expect(state).toMatchObject({
      counts: { love: 1 },
      ownVotes: { love: 1 },
      refusedVotes: { roundId: '10', votes: 1 },
    });
  });

  it('does not change if votes of the previous round are refused', () => {
    const state = play(emptyShow, roundStarted(10), vote(10), roundStarted(20), vote(20), refused(10, { love: 1 }));
    expect(state).toMatchObject({ counts: { love: 1 }, refusedVotes: { roundId: '10', votes: 1 } });
  });

  /** An event in a round: this guest votes, others vote, or the tally counts some of the votes and publishes totals. */
  type Step = { kind: 'own' | 'others'; category: Category } | { kind: 'tally'; own: number; others: number };
  const category = fc.constantFrom(...categories);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constantFrom('own' as const, 'others' as const), category }),
    fc.record({ kind: fc.constant('tally' as const), own: fc.nat(3), others: fc.nat(3) }),
  );

  it('never decreases, never exceeds the votes cast, never stays below the known total, and ends at the total', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cast = { own: { ...noVotes }, others: { ...noVotes } };
        const counted = { own: { ...noVotes }, others: { ...noVotes } };
        const tallied = (each: Category) => counted.own[each] + counted.others[each];
        const count = (upTo: { own: number; others: number }) => {
          for (const voter of ['own', 'others'] as const) {
            for (const each of categories) {
              counted[voter][each] = Math.min(cast[voter][each], counted[voter][each] + upTo[voter]);
            }
          }
          return scores(10, Object.fromEntries(categories.map((each) => [each, tallied(each)])));
        };

        let state = play(emptyShow, roundStarted(10));
        for (const each of steps) {
          const before = state.counts;
          if (each.kind === 'tally') {
            state = play(state, count(each));
          } else {
            cast[each.kind][each.category] += 1;
            if (each.kind === 'own') state = play(state, vote(10, each.category));
          }
          for (const counter of categories) {
            expect(state.counts[counter]).toBeGreaterThanOrEqual(before[counter]);
            expect(state.counts[counter]).toBeGreaterThanOrEqual(tallied(counter));
            expect(state.counts[counter]).toBeLessThanOrEqual(cast.own[counter] + cast.others[counter]);
          }
        }
        state = play(state, count({ own: Infinity, others: Infinity }));
        for (const counter of categories) {
          expect(state.counts[counter]).toBe(cast.own[counter] + cast.others[counter]);
        }
        expect(state.ownVotes).toEqual(cast.own);
      }),
    );
  });
});

describe('a counter on the screen', () => {
  const step = (leftMs: number): ShowEvent => ({ type: 'countedUp', leftMs });

  it('counts up to the known total, and own votes are added at once', () => {
    const state = play(emptyShow, roundStarted(10), scores(10, { love: 100 }), step(1000));
    expect(state).toMatchObject({ shown: { love: 25 }, counts: { love: 100 } });
    const voted = play(state, vote(10));
    expect(voted).toMatchObject({ shown: { love: 26 }, counts: { love: 101 } });
    expect(play(voted, step(0)).shown).toEqual(voted.counts);
  });

  it('jumps to the total of a snapshot', () => {
    const snapshot = snapshotOf(roundStartingAt(10), 70);
    const state = play(emptyShow, roundStarted(10), scores(10, { love: 40 }), { type: 'snapshotArrived', snapshot });
    expect(state.shown.love).toBe(70);
  });

  it('starts at zero in a new round', () => {
    const state = play(emptyShow, roundStarted(10), scores(10, { love: 40 }), step(0), roundStarted(20));
    expect(state.shown).toEqual(noVotes);
  });

  it('never exceeds the known total after votes are refused', () => {
    const voted = play(emptyShow, roundStarted(10), vote(10), vote(10), vote(10));
    expect(play(voted, refused(10, { love: 2 }))).toMatchObject({ shown: { love: 1 }, counts: { love: 1 } });
    const counting = play(voted, scores(10, { love: 40 }), step(1000), refused(10, { love: 1 }));
    expect(counting.shown.love).toBeLessThanOrEqual(counting.counts.love);
  });
});

describe('own votes', () => {
  it('are restored after a reload', () => {
    const state = play(emptyShow, roundStarted(10), {
      type: 'ownVotesKnown',
      roundId: '10',
      votes: { ...noVotes, love: 3 },
    });
    expect(state.ownVotes.love).toBe(3);
  });

  it('are no more than the counter, also while the server has not counted those from before a reload', () => {
    const known: ShowEvent = { type: 'ownVotesKnown', roundId: '10', votes: { ...noVotes, love: 3, like: 1 } };
    const state = play(emptyShow, roundStarted(10), scores(10, { love: 2, like: 7 }), known);
    expect(state).toMatchObject({ counts: { love: 3, like: 7 }, shown: { love: 3 } });
    expect(play(state, refused(10, { love: 1 }))).toMatchObject({ counts: { love: 2 }, shown: { love: 2 } });
  });
});

describe('votes that could not be sent yet', () => {
  const delayed: ShowEvent = { type: 'votesDelayed', roundId: '10' };
  const state = play(emptyShow, roundStarted(10), vote(10), delayed);

  it('are reported, for their round only', () => {
    expect(state.areVotesDelayed).toBe(true);
    expect(play(state, delayed)).toBe(state);
    expect(play(emptyShow, roundStarted(20), delayed).areVotesDelayed).toBe(false);
  });

  it.each<[string, ShowEvent]>([
    ['the server accepts them', { type: 'ownVotesKnown', roundId: '10', votes: { ...noVotes, love: 1 } }],
    ['they are refused', refused(10, { love: 1 })],
    ['the next round starts', roundStarted(20)],
  ])('are not reported any more when %s', (_what, event) => {
    expect(play(state, event).areVotesDelayed).toBe(false);
  });
});

describe('the leaderboard', () => {
  const record = (category: Category, voters: number, title: string) => ({
    category,
    voters,
    votes: voters,
    title,
    poster: '/a.svg',
  });
  const snapshotWith = (...leaders: LeaderboardEntry[]): ShowEvent => ({
    type: 'snapshotArrived',
    snapshot: { ...snapshotOf(roundStartingAt(20)), leaders },
  });
  const people = (startsAt: number, favourites: Partial<Counts>, votes = favourites): ShowEvent => ({
    type: 'scoresPublished',
    update: {
      scores: { roundId: String(startsAt), ...noVotes, ...votes, voters: 9, favourites: { ...noVotes, ...favourites } },
      leaders: [],
    },
  });
  const shown = (state: ShowState) =>
    state.leaderboard.map(({ category, voters, title }) => `${category} ${voters}: ${title}`);

  it('has the records of snapshots, of which the higher ones stay', () => {
    const events = [snapshotWith(record('hate', 2, 'A'), record('love', 9, 'B')), snapshotWith(record('love', 5, 'C'))];
    expect(shown(play(emptyShow, ...events))).toEqual(['love 9: B', 'hate 2: A']);
  });

  it('has the record of a round once it is over', () => {
    const open = play(emptyShow, snapshotWith(record('love', 3, 'A')), people(20, { love: 4 }));
    expect(shown(open)).toEqual(['love 3: A']);
    expect(shown(play(open, roundStarted(30)))).toEqual(['love 4: Movie 20']);
  });

  it('follows the late votes of the last round, which may take a record back', () => {
    const over = play(emptyShow, snapshotWith(record('love', 3, 'A')), people(20, { love: 4 }), roundStarted(30));
    const moved = people(20, { love: 3, hate: 1 }, { love: 4, hate: 2 });
    expect(shown(play(over, moved))).toEqual(['love 3: A', 'hate 1: Movie 20']);
  });

  it('keeps the records of rounds that are no longer recent', () => {
    const many = Array.from({ length: limits.recentRounds + 2 }, (_, index) => roundStarted(30 + index * 10));
    const state = play(emptyShow, snapshotWith(), people(20, { love: 4 }), ...many);
    expect(state.recentRounds.some(({ roundId }) => roundId === '20')).toBe(false);
    expect(shown(state)).toEqual(['love 4: Movie 20']);
  });

  it('is the same array while no record changes', () => {
    const before = play(emptyShow, snapshotWith(record('love', 3, 'A')));
    expect(play(before, people(20, { love: 2 }), roundStarted(30)).leaderboard).toBe(before.leaderboard);
  });
});

describe('the favourites', () => {
  const people = (votes: Partial<Counts>, favourites?: Partial<Counts>): ShowEvent => ({
    type: 'scoresPublished',
    update: {
      scores: {
        roundId: '10',
        ...noVotes,
        ...votes,
        voters: 3,
        ...(favourites && { favourites: { ...noVotes, ...favourites } }),
      },
      leaders: [],
    },
  });

  it('are those of the totals with the most votes', () => {
    const open = play(emptyShow, roundStarted(10));
    const [early, late] = [people({ love: 2 }, { love: 2 }), people({ love: 2, hate: 3 }, { love: 1, hate: 1 })];
    expect(play(open, early, late).favourites).toEqual({ ...noVotes, love: 1, hate: 1 });
    expect(play(open, late, early).favourites).toEqual({ ...noVotes, love: 1, hate: 1 });
  });

  it('start anew with each round', () => {
    expect(play(emptyShow, roundStarted(10), people({ love: 2 }, { love: 2 }), roundStarted(20)).favourites).toEqual(
      noVotes,
    );
  });

  it('stay if totals of an older version lack them', () => {
    expect(play(emptyShow, roundStarted(10), people({ love: 1 }, { love: 1 }), people({ love: 2 })).favourites).toEqual(
      {
        ...noVotes,
        love: 1,
      },
    );
  });
});

describe('the recent rounds', () => {
  it('include a round with its totals once the next one starts', () => {
    const { recentRounds } = play(emptyShow, roundStarted(10), scores(10, { love: 4 }), roundStarted(20));
    expect(recentRounds).toMatchObject([{ roundId: '10', title: 'Movie 10', love: 4, voters: 1 }]);
  });

  it('include votes that are counted after the end of a round', () => {
    const { recentRounds } = play(
      emptyShow,
      roundStarted(10),
      scores(10, { love: 4 }),
      roundStarted(20),
      scores(10, { love: 6 }),
    );
    expect(recentRounds).toMatchObject([{ roundId: '10', love: 6 }]);
  });

  it('are merged with those from the server', () => {
    const rounds = [{ roundId: '0', title: 'Before', poster: '/p.svg', ...noVotes, hate: 1, voters: 1 }];
    const { recentRounds } = play(
      emptyShow,
      roundStarted(10),
      { type: 'snapshotArrived', snapshot: { ...snapshotOf(roundStartingAt(10)), recentRounds: rounds } },
      roundStarted(20),
    );
    expect(recentRounds.map(({ title }) => title)).toEqual(['Movie 10', 'Before']);
  });

  it('stay if a snapshot comes without them', () => {
    const { recentRounds } = play(emptyShow, roundStarted(10), roundStarted(20), {
      type: 'snapshotArrived',
      snapshot: snapshotOf(roundStartingAt(20)),
    });
    expect(recentRounds.map(({ title }) => title)).toEqual(['Movie 10']);
  });
});

describe('the chat', () => {
  it('shows a message once, however often it arrives', () => {
    const event: ShowEvent = { type: 'messageReceived', message: message('a') };
    expect(play(emptyShow, event, event).messages).toHaveLength(1);
  });

  it(`keeps at most ${maxMessages} messages, and removes the oldest in groups`, () => {
    const receive = (count: number) =>
      Array.from({ length: count }, (_, index): ShowEvent => {
        return { type: 'messageReceived', message: message(String(index)) };
      });
    expect(play(emptyShow, ...receive(maxMessages)).messages[0]?.id).toBe('0');
    const { messages } = play(emptyShow, ...receive(maxMessages + 1));
    expect(messages).toHaveLength(maxMessages - messagesPerGroup + 1);
    expect(messages[0]?.id).toBe(String(messagesPerGroup));
    expect(maxMessages % messagesPerGroup).toBe(0);
  });

  it('is kept across rounds', () => {
    const state = play(emptyShow, { type: 'messageReceived', message: message('a') }, roundStarted(10));
    expect(state.messages).toHaveLength(1);
  });
});

describe('connection and guest', () => {
  it('keep the same state if nothing changes', () => {
    const state = play(
      emptyShow,
      { type: 'connectionChanged', connection: 'live' },
      { type: 'guestKnown', sender: 's' },
    );
    expect(state).toMatchObject({ connection: 'live', sender: 's' });
    expect(play(state, { type: 'connectionChanged', connection: 'live' }, { type: 'guestKnown', sender: 's' })).toBe(
      state,
    );
  });
});

describe('what hosts set', () => {
  const changed = (controls: ShowControls, now = 0): ShowEvent => ({ type: 'controlsChanged', controls, now });
  const people = (startsAt: number, love: number): ShowEvent => ({
    type: 'scoresPublished',
    update: {
      scores: { roundId: String(startsAt), ...noVotes, love, voters: love, favourites: { ...noVotes, love } },
      leaders: [],
    },
  });
  const leader: LeaderboardEntry = { category: 'love', voters: 9, votes: 9, title: 'Old', poster: '/o.svg' };

  it('comes with a snapshot, and stays if one lacks it', () => {
    const show = controlsWith({ isChatOpen: false });
    const state = play(emptyShow, { type: 'snapshotArrived', snapshot: { ...snapshotOf(null), show } });
    expect(state.controls).toBe(show);
    expect(play(state, { type: 'snapshotArrived', snapshot: snapshotOf(null) }).controls).toBe(show);
  });

  it('does not change to an older state, or to the same', () => {
    const [older, newer] = [controlsWith({}), controlsWith({ isPaused: true })];
    const state = play(emptyShow, changed(newer));
    expect(play(state, changed(older), changed(newer))).toBe(state);
  });

  it('ends the current round, also if the round arrives later', () => {
    const controls = controlsWith({ endedRound: '20', endedAt: 23 });
    for (const events of [
      [roundStarted(20), changed(controls)],
      [changed(controls), roundStarted(20)],
    ]) {
      expect(play(emptyShow, ...events).round).toMatchObject({ endsAt: 30, endedAt: 23, nextAt: 30 });
    }
  });

  it('lets the next round follow when a pause ends', () => {
    const end = { endedRound: '20', endedAt: 23 };
    const paused = play(emptyShow, roundStarted(20), changed(controlsWith({ ...end, isPaused: true })));
    expect(paused.round?.nextAt).toBeUndefined();
    const continued = play(paused, changed(controlsWith(end), 341_500));
    expect(continued.round).toMatchObject({ endedAt: 23, nextAt: 350 });
    expect(play(continued, roundStarted(350)).round).toEqual(roundStartingAt(350));
  });

  it('removes messages, and restores them', () => {
    const state = play(emptyShow, changed(controlsWith({ removedMessages: ['a', 'b'] })));
    expect(state.removedMessages).toEqual(new Set(['a', 'b']));
    expect(play(state, changed(controlsWith({ removedMessages: ['b'] }))).removedMessages).toEqual(new Set(['b']));
  });

  it('resets the leaderboard: only rounds that start later count', () => {
    const snapshot = { ...snapshotOf(roundStartingAt(20)), leaders: [leader] };
    const state = play(
      emptyShow,
      { type: 'snapshotArrived', snapshot },
      people(20, 3),
      changed(controlsWith({ leaderboardResetAt: 25 })),
    );
    expect(state.leaderboard).toEqual([]);
    const next = play(state, roundStarted(30), people(20, 4));
    expect(next.leaderboard).toEqual([]);
    expect(next.recentRounds).toHaveLength(1);
    const later = play(next, people(30, 1), roundStarted(40));
    expect(later.leaderboard).toMatchObject([{ category: 'love', voters: 1, title: 'Movie 30' }]);
  });

  it('takes no records from a cached answer of before', () => {
    const [before, after] = [controlsWith({}), controlsWith({ leaderboardResetAt: 25 })];
    const state = play(emptyShow, changed(after), {
      type: 'snapshotArrived',
      snapshot: { ...snapshotOf(roundStartingAt(20)), leaders: [leader], show: before },
    });
    expect(state.settledRecords).toEqual([]);
  });
});
