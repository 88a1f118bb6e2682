import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import type { LeaderboardEntry, Message, ScoresUpdate } from './backend';
import { roundStartingAt, snapshotOf } from './fake-backend.fixture';
import { emptyShow, maxMessages, showReducer, type ShowEvent, type ShowState } from './show-reducer';

const play = (state: ShowState, ...events: ShowEvent[]) => events.reduce(showReducer, state);

const roundStarted = (startsAt: number): ShowEvent => ({ type: 'roundStarted', round: roundStartingAt(startsAt) });
const vote = (startsAt: number, category: Category = 'love'): ShowEvent => ({
  type: 'voteCast',
  roundId: String(startsAt),
  category,
});
const scores = (startsAt: number, counts: Partial<Counts>, leaders: LeaderboardEntry[] = []): ShowEvent => ({
  type: 'scoresPublished',
  update: { scores: { roundId: String(startsAt), ...noVotes, ...counts, voters: 1 }, leaders } satisfies ScoresUpdate,
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

describe('own votes', () => {
  it('are restored after a reload', () => {
    const state = play(emptyShow, roundStarted(10), {
      type: 'ownVotesKnown',
      roundId: '10',
      votes: { ...noVotes, love: 3 },
    });
    expect(state.ownVotes.love).toBe(3);
    expect(state.counts.love).toBe(0);
  });
});

describe('the leaderboard', () => {
  const leader = (category: Category, votes: number, title: string) => ({ category, votes, title, poster: '/a.svg' });

  it('keeps the greater records of any round, in the order of the vote buttons', () => {
    const state = play(
      emptyShow,
      roundStarted(20),
      scores(20, {}, [leader('hate', 2, 'A'), leader('love', 9, 'B')]),
      scores(10, {}, [leader('love', 5, 'C'), leader('hate', 3, 'D')]),
    );
    expect(state.leaderboard.map(({ category, title }) => [category, title])).toEqual([
      ['love', 'B'],
      ['hate', 'D'],
    ]);
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
      { type: 'recentRoundsArrived', rounds },
      roundStarted(20),
    );
    expect(recentRounds.map(({ title }) => title)).toEqual(['Movie 10', 'Before']);
  });
});

describe('the chat', () => {
  it('shows a message once, however often it arrives', () => {
    const event: ShowEvent = { type: 'messageReceived', message: message('a') };
    expect(play(emptyShow, event, event).messages).toHaveLength(1);
  });

  it(`keeps the last ${maxMessages} messages`, () => {
    const events = Array.from({ length: maxMessages + 5 }, (_, index): ShowEvent => {
      return { type: 'messageReceived', message: message(String(index)) };
    });
    const { messages } = play(emptyShow, ...events);
    expect(messages).toHaveLength(maxMessages);
    expect(messages[0]?.id).toBe('5');
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
