/** Detects new records. Each is reported once per round, although it keeps rising with every vote. */
import type { LeaderboardEntry } from './backend';
import type { ShowState } from './show-reducer';

type Watched = Pick<ShowState, 'round' | 'leaderboard' | 'recentRounds'>;

/** Compares successive states. */
export class RecordWatch {
  #known: Watched;
  /** The last round with a reported record, by category. */
  readonly #reported = new Map<string, number>();

  /** @param state its records are already known */
  constructor(state: Watched) {
    this.#known = state;
  }

  /** Returns the records that the current or the previous movie has broken since the last call. */
  look(state: Watched): LeaderboardEntry[] {
    const known = this.#known;
    this.#known = state;
    // Before the first round, the existing records are not known.
    if (known.leaderboard === state.leaderboard || known.round === null) return [];
    return state.leaderboard.filter((entry) => isHigher(entry, known.leaderboard) && this.#isFirstOf(entry, state));
  }

  /** True once per category and round. A record of any other movie was broken while the page was hidden or offline. */
  #isFirstOf({ category, title }: LeaderboardEntry, { round, recentRounds: recent }: Watched): boolean {
    const [last] = recent;
    const roundId = Number(round?.movie.title === title ? round.roundId : last?.title === title ? last.roundId : NaN);
    if (!(roundId > (this.#reported.get(category) ?? 0))) return false;
    this.#reported.set(category, roundId);
    return true;
  }
}

function isHigher({ category, votes }: LeaderboardEntry, known: LeaderboardEntry[]): boolean {
  const record = known.find((entry) => entry.category === category);
  return record === undefined || votes > record.votes;
}
