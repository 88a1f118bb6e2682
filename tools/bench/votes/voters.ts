/** Guests who raise their ballots by one vote with each call. The calls of one guest are sequential. */
import { limits } from '../../../amplify/limits';
import { categories, noVotes, type Category, type Counts } from '../../../amplify/show';
import type { Outputs } from '../../../live/backend';
import { readDocuments } from '../../guest/documents';
import { endpointsOf } from '../../guest/endpoints';
import { Guest } from '../../guest/guest';
import { keepAlivePost, type Post } from '../../guest/post';

interface Voter {
  guest: Guest;
  roundId: string;
  votes: Counts;
  /** Its last call. */
  call: Promise<unknown>;
}

export const roundIdAt = (epochMs: number) =>
  String(Math.floor(epochMs / 1000 / limits.roundSeconds) * limits.roundSeconds);

export class Voters {
  readonly #voters: Voter[];
  readonly #newGuest: () => Guest;
  /** Receives the next signed request instead of sending it. */
  #hold: ((release: () => void) => void) | undefined;
  #turn = 0;

  private constructor(count: number, outputs: Outputs) {
    const send = keepAlivePost();
    const post: Post = (...request) => {
      const hold = this.#hold;
      this.#hold = undefined;
      return hold ? new Promise((resolve) => hold(() => resolve(send(...request)))) : send(...request);
    };
    const options = { endpoints: endpointsOf(outputs), documents: readDocuments(outputs), post };
    this.#newGuest = () => new Guest(options);
    this.#voters = Array.from({ length: count }, () => ({
      guest: this.#newGuest(),
      roundId: '',
      votes: noVotes,
      call: Promise.resolve(),
    }));
  }

  static async enter(count: number, outputs: Outputs): Promise<Voters> {
    const voters = new Voters(count, outputs);
    for (const { guest } of voters.#voters) await guest.ensureIdentity();
    return voters;
  }

  /** Returns a new guest without an identity yet. */
  newGuest(): Guest {
    return this.#newGuest();
  }

  /**
   * Casts a vote by the next guest. Resolves when it is accepted.
   *
   * @throws {BackendError} if it is refused
   */
  async vote(roundId: string, category: Category): Promise<void> {
    const voter = this.#next();
    // Running totals that arrive out of order would be refused.
    voter.call = voter.call
      .catch(() => undefined)
      .then(() => voter.guest.castVotes(roundId, raised(voter, roundId, category)));
    await voter.call;
  }

  /**
   * Signs calls for a future round without sending them. Returns functions that send one call each and resolve when it is
   * accepted.
   */
  async prepare(roundId: string, count: number): Promise<(() => Promise<void>)[]> {
    const calls = [];
    for (let made = 0; made < count; made++) {
      const voter = this.#next();
      const ballot = raised(
        voter,
        roundId,
        categories[Math.floor(made / this.#voters.length) % categories.length] ?? categories[0],
      );
      let answer = Promise.resolve<unknown>(undefined);
      const release = await new Promise<() => void>((resolve) => {
        this.#hold = resolve;
        answer = voter.guest.castVotes(roundId, ballot);
      });
      calls.push(async () => {
        voter.call = voter.call.then(() => {
          release();
          return answer;
        });
        await voter.call;
      });
    }
    return calls;
  }

  #next(): Voter {
    const voter = this.#voters[this.#turn++ % this.#voters.length];
    if (!voter) throw new Error('There are no voters.');
    return voter;
  }
}

/** Returns the voter's ballot with one more vote. In a new round, it starts at zero. */
function raised(voter: Voter, roundId: string, category: Category): Counts {
  const before = voter.roundId === roundId ? voter.votes : noVotes;
  voter.roundId = roundId;
  voter.votes = { ...before, [category]: before[category] + 1 };
  return voter.votes;
}
