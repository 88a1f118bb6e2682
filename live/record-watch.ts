/** Sees records fall while one watches, and tells of each once: a record that is beaten rises with every further vote. */
import type { LeaderboardEntry } from './backend';
import type { ShowState } from './show-reducer';

type Watched = Pick<ShowState, 'round' | 'leaderboard' | 'recentRounds'>;

export class RecordWatch {
  #known: Watched;
  /** The last round of which a record was told, in each category. */
  readonly #told = new Map<string, number>();

  /** @param now what stands now is nothing new */
  constructor(now: Watched) {
    this.#known = now;
  }

  /** Returns the records that have just been broken, by the film on the screen or the one before it. */
  look(now: Watched): LeaderboardEntry[] {
    const known = this.#known;
    this.#known = now;
    // Before the first film is known, neither are the records.
    if (known.leaderboard === now.leaderboard || known.round === null) return [];
    return now.leaderboard.filter((entry) => isHigher(entry, known.leaderboard) && this.#isFirstOf(entry, now));
  }

  /** Once for each category and round. Records of a time when nobody looked are of other films, and history. */
  #isFirstOf({ category, title }: LeaderboardEntry, { round, recentRounds: recent }: Watched): boolean {
    const [last] = recent;
    const roundId = Number(round?.movie.title === title ? round.roundId : last?.title === title ? last.roundId : NaN);
    if (!(roundId > (this.#told.get(category) ?? 0))) return false;
    this.#told.set(category, roundId);
    return true;
  }
}

function isHigher({ category, votes }: LeaderboardEntry, known: LeaderboardEntry[]): boolean {
  const held = known.find((entry) => entry.category === category);
  return held === undefined || votes > held.votes;
}
