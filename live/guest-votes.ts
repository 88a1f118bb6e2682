/**
 * The votes of this guest, by round. Each round has its own batcher. Those of earlier rounds send what they still hold, and
 * end on their own after the grace period of their round.
 */
import { limits } from '../amplify/limits';
import type { Category, Counts } from '../amplify/show';
import type { Backend } from './backend';
import { BackendError, valueOf } from './backend-error';
import type { DeviceStore } from './device-store';
import { closesAtMs, endsAtMs } from './phase';
import type { ShownRound } from './round-end';
import { schedule } from './schedule';
import type { ShowEvent } from './show-reducer';
import { assignVotes } from './stored-votes';
import { VoteBatcher, type SendingPace } from './vote-batcher';

export interface GuestVotesOptions {
  backend: Backend;
  storage: DeviceStore;
  /** Waits for a guest identity. @throws {BackendError} `NotJoined` if there is none */
  joined: () => Promise<void> | undefined;
  dispatch: (event: ShowEvent) => void;
  /** Called for each call that fails. */
  onFailure: (error: unknown) => void;
  /** The server's time, in epoch milliseconds. */
  now: () => number;
  pace: () => SendingPace;
  random: () => number;
}

/** Casts votes until it is closed. */
export class GuestVotes {
  /** That of the current round first. */
  #batchers: VoteBatcher[] = [];

  constructor(private readonly options: GuestVotesOptions) {}

  /** Votes belong to this round from now on. Those that are stored for it are sent, too. */
  follow(round: ShownRound): void {
    const { storage, dispatch, onFailure, now, pace, random } = this.options;
    const { roundId } = round;
    const batcher = new VoteBatcher({
      roundId,
      closesAtMs: closesAtMs(round),
      endsAtMs: endsAtMs(round),
      storage,
      send: async (votes) => {
        try {
          return await this.#cast(round, votes);
        } catch (error) {
          onFailure(error);
          throw error;
        }
      },
      now,
      pace,
      random,
      schedule,
      onAccepted: (votes) => dispatch({ type: 'ownVotesKnown', roundId, votes }),
      onDelayed: () => dispatch({ type: 'votesDelayed', roundId }),
      onRefused: (refused) => dispatch({ type: 'votesRefused', roundId, refused }),
    });
    this.#batchers = [batcher, ...this.#batchers.filter(({ isDone }) => !isDone)];
    dispatch({ type: 'ownVotesKnown', roundId, votes: batcher.votes });
  }

  /** A host has ended the current round early. */
  end(round: ShownRound): void {
    const [batcher] = this.#batchers;
    if (batcher?.roundId === round.roundId) batcher.end(closesAtMs(round), endsAtMs(round));
  }

  /** Returns false if voting is closed, the limit is reached or no round is followed. */
  vote(category: Category): boolean {
    return this.#batchers[0]?.vote(category) ?? false;
  }

  /** Sends held votes now. */
  flush(): void {
    this.#batchers.forEach((batcher) => batcher.flush());
  }

  /** Sends nothing any more, until the next round is followed. */
  close(): void {
    this.#batchers.forEach((batcher) => batcher.close());
    this.#batchers = [];
  }

  /** The server keeps the totals of each guest identity, and Amplify or another page may have replaced this one. */
  async #cast({ roundId, endsAt }: ShownRound, votes: Counts): Promise<Counts> {
    const { backend, storage, joined, now } = this.options;
    // Without an identity, the call would request one, regardless of how many pages wait for theirs.
    await joined();
    const id = await backend.guest.id();
    // The batcher did not wait for so long. Storing votes of an old round would remove those of the current one.
    if (now() > (endsAt + limits.graceSeconds) * 1000) throw new BackendError('RoundOver', 'It is too late.');
    assignVotes(storage, roundId, id.slice(-limits.senderLength));
    return valueOf(backend.client.mutations.castVotes({ roundId, ...votes, endsAt }));
  }
}
