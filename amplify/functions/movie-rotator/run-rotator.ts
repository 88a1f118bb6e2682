/**
 * One run of the rotator: starts the current round unless it has started, and the following rounds on time.
 *
 * Runs overlap, because the scheduler is not punctual. The newest run continues. An older one ends as soon as it sees a
 * round that a newer one has started.
 *
 * Operators may pause the show, end a round or change the length and the movies of the next ones at any time. So a run
 * looks before each time at which a round could start.
 */
import type { Movie } from '../movies/movie';
import { MutationError } from '../signed-mutation';
import { expectedAudience, type Audience } from './audience';
import { planRound, random } from './next-movie';
import { nextBoundary, nextRoundStart } from './rounds';
import type { Round } from './round-table';
import { scheduleIntervalMs } from './run-duration';
import type { ShowSettings } from './show-settings';

export interface Run {
  /** Unique. The id of a newer run is greater. */
  id: string;
  /** Milliseconds since the epoch. */
  startedAtMs: number;
  /** The time after which nothing is begun, in milliseconds since the epoch. */
  stopAtMs: number;
  /** Plays in the first round that this run starts, instead of the announced movie or that of the playlist. */
  firstMovie?: Movie | undefined;
}

/** A round to start. */
export interface NewRound extends Audience {
  /** Seconds since the epoch. */
  startsAt: number;
  roundSeconds: number;
  movie: Movie;
  upcoming: Movie;
  /** The entry of the playlist that was played last, in this round or before. */
  playlistEntry: string | undefined;
}

export interface RoundPlayer {
  now: () => number;
  sleepUntil: (timeMs: number) => Promise<void>;
  /** The last rounds, newest first. */
  readLastRounds: () => Promise<Round[]>;
  readLatestRound: () => Promise<Round | undefined>;
  readSettings: () => Promise<ShowSettings>;
  /** Draws a movie that is not among the recent ones, newest first, within a number of milliseconds. */
  nextMovie: (recentIds: string[], withinMs: number) => Promise<Movie>;
  /**
   * Starts a round. A repeated call of the same run succeeds.
   *
   * @throws {MutationError} with type `RoundStarted` if another run has started the round, `RoundOver` if it is over
   */
  startRound: (round: NewRound) => Promise<void>;
  /** Stores the records that rounds have broken. All their votes are counted. */
  storeRecords: (rounds: Round[]) => Promise<void>;
  onStart: (startsAt: number, movie: Movie) => void;
  /** Called for each time at which a round of the default length would start, but none is due. */
  onNotDue: (timeSeconds: number) => void;
  onError: (startsAt: number, error: unknown) => void;
  /** The last known settings apply. */
  onSettingsError: (error: unknown) => void;
  onRecordsError: (error: unknown) => void;
}

/** After the start of a round, the votes of the round before are still being counted. */
const roundsBeingCounted = 2;

/** Least time between two attempts to start a round that is due, in milliseconds. A call that hung has waited already. */
const retryMs = 1000;

/** Time to draw a movie for a round that is due, in milliseconds. It must start soon. */
const dueDrawMs = 300;

/**
 * How much earlier than an older run a newer one starts a round, in milliseconds. So the newer one usually starts its
 * first round, and both run, and are billed, for a few seconds only.
 */
const headStartMs = 200;

/**
 * How long before its start a round is decided, in milliseconds. What operators change later applies to the round after
 * it. It leaves time for a read and, if their change requires a movie, to draw one.
 */
const decisionMs = 500;

/**
 * Plays rounds until the run's end, or until a newer run plays them. A round that fails to start is reported and tried
 * again until its end, so that a short outage costs no round and the show continues after a long one.
 *
 * @param player clock, tables, movies and API
 * @param defaults apply until the settings are read. Its rounds have the default length
 */
export async function playRounds(player: RoundPlayer, run: Run, defaults: ShowSettings): Promise<void> {
  const rotation = new Rotation(player, run, defaults);
  let outcome: Outcome = 'continues';
  while (outcome === 'continues' && player.now() <= run.stopAtMs) {
    const begunAtMs = player.now();
    try {
      outcome = await rotation.step();
    } catch (error) {
      player.onError(rotation.startsAt, error);
      await player.sleepUntil(begunAtMs + retryMs);
    }
  }
}

type Outcome = 'continues' | 'ends';

class Rotation {
  readonly #player: RoundPlayer;
  readonly #run: Run;
  readonly #defaults: ShowSettings;
  #settings: ShowSettings;
  /** The last rounds, newest first. They are read again after a start. */
  #rounds: Round[] | undefined;
  /** Movies that were drawn for the next round. */
  #drawn: { movie?: Movie; upcoming?: Movie } = {};
  #firstMovie: Movie | undefined;
  /** The round whose start was answered last. */
  #answered: number | undefined;
  /** The earliest start of a round, in seconds since the epoch. */
  #notBefore = 0;
  /** Why the run has waited: a time at which a round could start, in seconds since the epoch. */
  #boundary: number | undefined;
  /** Start of the next round as far as known, in seconds since the epoch. */
  startsAt = 0;

  constructor(player: RoundPlayer, run: Run, defaults: ShowSettings) {
    this.#player = player;
    this.#run = run;
    this.#defaults = defaults;
    this.#settings = defaults;
    this.#firstMovie = run.firstMovie;
  }

  /** Starts a round if one is due, and otherwise prepares the next one and waits. */
  async step(): Promise<Outcome> {
    const player = this.#player;
    const begunAtMs = player.now();
    this.startsAt = this.#nextStart(begunAtMs, this.#rounds?.[0]);
    const rounds = await this.#read();
    const [latest] = rounds;
    if (latest?.startedBy && latest.startedBy > this.#run.id) return 'ends';

    if (latest && this.#isUnanswered(latest)) {
      this.startsAt = latest.startsAt;
      return this.#start(repeated(latest), rounds);
    }
    this.startsAt = this.#settings.isPaused ? Infinity : this.#nextStart(player.now(), latest);
    this.#reportNotDue();
    const boundary = this.#nextBoundary(begunAtMs + decisionMs);
    if (this.startsAt * 1000 > this.#run.stopAtMs) return this.#waitFor(boundary);
    const round = await this.#prepare(rounds);
    return this.startsAt * 1000 - begunAtMs <= decisionMs ? this.#start(round, rounds) : this.#waitFor(boundary);
  }

  #nextStart(nowMs: number, latest: Round | undefined): number {
    return nextRoundStart(nowMs, this.#defaults.roundSeconds, latest, this.#notBefore);
  }

  #nextBoundary(afterMs: number): number {
    return nextBoundary(afterMs, this.#defaults.roundSeconds);
  }

  async #read(): Promise<Round[]> {
    const [rounds] = await Promise.all([this.#readRounds(), this.#readSettings()]);
    // Another run has started a round.
    if (rounds[0]?.startsAt !== this.#rounds?.[0]?.startsAt) this.#drawn = {};
    this.#rounds = rounds;
    return rounds;
  }

  async #readRounds(): Promise<Round[]> {
    if (!this.#rounds) return this.#player.readLastRounds();
    const [known, ...others] = this.#rounds;
    const latest = await this.#player.readLatestRound();
    if (latest?.startsAt !== known?.startsAt) return this.#player.readLastRounds();
    return latest ? [latest, ...others] : [];
  }

  async #readSettings(): Promise<void> {
    try {
      this.#settings = await this.#player.readSettings();
    } catch (error) {
      this.#player.onSettingsError(error);
    }
  }

  /** Whether an earlier call of this run was stored, but its answer was lost, and perhaps its message to the screens. */
  #isUnanswered({ startedBy, startsAt, endsAt }: Round): boolean {
    return startedBy === this.#run.id && startsAt !== this.#answered && this.#player.now() < endsAt * 1000;
  }

  #reportNotDue(): void {
    const boundary = this.#boundary;
    this.#boundary = undefined;
    if (boundary === undefined || this.startsAt <= boundary) return;
    this.#player.onNotDue(boundary);
  }

  /** Prepares everything before the round starts, so that it starts on time. */
  async #prepare(rounds: Round[]): Promise<NewRound> {
    const { startsAt } = this;
    const [latest] = rounds;
    const { roundSeconds } = this.#settings;
    const plan = planRound(this.#settings, latest, this.#firstMovie);
    const draw = (recentIds: string[]) =>
      this.#player.nextMovie(recentIds, Math.max(dueDrawMs, startsAt * 1000 - this.#player.now() - decisionMs));
    const recentIds = rounds.map(({ movie }) => movie.id);

    const movie = plan.movie === random ? (this.#drawn.movie ??= await draw(recentIds)) : plan.movie;
    let { upcoming } = plan;
    if (upcoming === random) {
      if (!this.#drawn.upcoming || this.#drawn.upcoming.id === movie.id)
        this.#drawn.upcoming = await draw([movie.id, ...recentIds]);
      upcoming = this.#drawn.upcoming;
    }
    const { playlistEntry } = plan;
    return { startsAt, roundSeconds, movie, upcoming, playlistEntry, ...expectedAudience(rounds, startsAt) };
  }

  /** Waits until it has to be decided whether a round starts at a boundary. */
  async #waitFor(boundary: number): Promise<Outcome> {
    const lookAtMs = boundary * 1000 - decisionMs;
    if (lookAtMs > this.#run.stopAtMs) return 'ends';
    // A round that was not due does not start late when operators resume the show or change the length of rounds.
    this.#notBefore = Math.max(this.#notBefore, boundary);
    this.#boundary = boundary;
    await this.#player.sleepUntil(lookAtMs);
    return 'continues';
  }

  /** Starts a round, unless another run has started it or it is over. */
  async #start(round: NewRound, rounds: Round[]): Promise<Outcome> {
    const { startsAt, movie } = round;
    const isSuccessorDue = startsAt * 1000 >= this.#run.startedAtMs + scheduleIntervalMs;
    await this.#player.sleepUntil(startsAt * 1000 + (isSuccessorDue ? headStartMs : 0));
    try {
      await this.#player.startRound(round);
      this.#answered = startsAt;
    } catch (error) {
      // Another run has started the round, or this run was suspended until the round was over.
      const isLate = error instanceof MutationError && ['RoundStarted', 'RoundOver'].includes(error.errorType);
      if (!isLate) throw error;
    }
    this.#notBefore = startsAt + 1;
    this.#rounds = undefined;
    this.#drawn = {};
    if (this.#answered === startsAt) await this.#finishStart(startsAt, movie, rounds);
    return 'continues';
  }

  async #finishStart(startsAt: number, movie: Movie, rounds: Round[]): Promise<void> {
    this.#firstMovie = undefined;
    this.#player.onStart(startsAt, movie);
    try {
      // The rounds were read after the start of the last one. All of them, since the tally may have been late for minutes.
      await this.#player.storeRecords(rounds.slice(roundsBeingCounted));
    } catch (error) {
      // The next round stores them.
      this.#player.onRecordsError(error);
    }
  }
}

/** The round of a call whose answer was lost. */
function repeated({ startsAt, endsAt, movie, upcoming, playlistEntry, expectedVoters, rooms }: Round): NewRound {
  return {
    startsAt,
    roundSeconds: endsAt - startsAt,
    movie,
    upcoming,
    playlistEntry: playlistEntry ?? undefined,
    expectedVoters: expectedVoters ?? 0,
    rooms: rooms ?? 1,
  };
}
