/**
 * Compares the model with the local backend: both receive the same taps. As in the local backend, the readers of the
 * modeled shards are notified at once. The duration of the tally's turns is measured while they run, because it depends
 * on the load of the machine.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { closesAtMs } from '../../live/phase';
import { HeadlessAudience } from '../audience/headless-audience';
import { withCountedBackend } from '../backend/counted-backend';
import { voterSampleOf } from './voter-sample';
import { tapsOfRound, type Habits, type Tap } from './habits';
import { roundMs } from './simulate-audience';
import { runPipeline } from './pipeline';
import { seededRandom } from '../statistics/random';
import { asBuilt, deployed } from './system';
import { meanOf, TallyTurns, type StepTimes } from './tally-turns';
import { callsOfRound, type Call } from './voter';
import { count } from './text';
import { projectFolder } from '../project-folder';

const dataFolder = path.join(projectFolder, '.amplify/simulate');

const messageKinds = ['onScores', 'onRound', 'onMessage'] as const;
const tableNames = ['Ballot', 'RoundShard', 'PublishLease', 'Round', 'ChatThrottle'] as const;

type Counts = Record<(typeof messageKinds)[number] | (typeof tableNames)[number], number>;

export interface CheckOptions {
  viewers: number;
  seconds: number;
  habits: Habits;
  seed: number;
}

/** Rounds to fill caches and compile code, until one has known the size of the audience and all pages are in its rooms. */
const warmUpRounds = 3;
/** Until just before the pages close voting, so that they accept every tap. */
const votingMs = closesAtMs({ startsAt: 0, endsAt: roundMs / 1000 }) - 100;
const tickMs = 5;
const answerMs = 10;

/** A tap and its voter. */
interface TapOf extends Tap {
  voter: number;
}

export async function check({ viewers, seconds, habits, seed }: CheckOptions): Promise<void> {
  const voters = Math.round(viewers * habits.votingShare);
  const rounds = warmUpRounds + Math.max(1, Math.round((seconds * 1000) / roundMs));
  const random = seededRandom(seed);
  const taps = Array.from({ length: rounds }, () =>
    Array.from({ length: voters }, () => tapsOfRound(habits, votingMs, random)),
  );

  console.log(`${viewers} viewers, of whom ${voters} vote, for ${rounds} rounds. The first ${warmUpRounds} warm up.`);
  const turns = new TallyTurns(deployed.minShards);
  await withCountedBackend(
    dataFolder,
    async ({ outputs, tables }) => {
      const audience = await HeadlessAudience.enter(viewers, outputs);
      try {
        const countsNow = () => ({ ...audience.heard, ...writesOf(tables.writes) });
        const { countsAt, measuredAt } = await live(audience, countsNow, taps, habits);
        const times = turns.since(measuredAt, asBuilt.publishIntervalMs?.(voters) ?? 0);
        const predicted = predict(await callsOf(taps, voters, seed), { viewers, habits, seed }, times);
        const measured = between(countsAt, warmUpRounds, rounds);
        if (measured.onRound < predicted.onRound)
          console.log('Rounds were late: too many viewers for this machine. The results cannot be compared.');
        print(predicted, measured, times);
        console.log(`Calls failed: ${JSON.stringify(audience.failures)}.`);
      } finally {
        audience.close();
      }
    },
    (write) => turns.write(write),
  );
}

const writesOf = (writes: Record<string, number>) =>
  Object.fromEntries(tableNames.map((name) => [name, writes[name] ?? 0])) as Pick<Counts, (typeof tableNames)[number]>;

/** Returns the counts at the start of each round and at the end of the last one, and when the measured rounds began. */
async function live({ viewers }: HeadlessAudience, countsNow: () => Counts, taps: Tap[][][], habits: Habits) {
  const startsAt = (Math.floor(Date.now() / roundMs) + 1) * roundMs;
  const countsAt: Counts[] = [];
  let measuredAt = 0;
  let said = 0;
  for (const [round, ofRound] of taps.entries()) {
    const roundAt = startsAt + round * roundMs;
    await sleep(roundAt - Date.now());
    countsAt.push(countsNow());
    if (round === warmUpRounds) measuredAt = performance.now();
    const due = ofRound
      .flatMap((ofVoter, voter): TapOf[] => ofVoter.map((tap) => ({ ...tap, voter })))
      .toSorted((a, b) => a.at - b.at);
    while (Date.now() < roundAt + roundMs) {
      while (due[0] && due[0].at <= Date.now() - roundAt) {
        const { voter, category } = due.shift() as TapOf;
        viewers[voter]?.vote(category);
      }
      for (; said * messageEveryMs(viewers.length, habits) < Date.now() - startsAt; said++) {
        viewers[said % viewers.length]
          ?.sendMessage('A viewer', `Message ${said}`)
          .catch((error: unknown) => console.error(error));
      }
      await sleep(tickMs);
    }
  }
  countsAt.push(countsNow());
  return { countsAt, measuredAt };
}

/** The interval between the chat messages of all viewers together. */
const messageEveryMs = (viewers: number, { messagesPerMinute }: Habits) => 60_000 / (viewers * messagesPerMinute);

/** Returns what was counted between the starts of two rounds. */
function between(countsAt: Counts[], from: number, to: number): Counts {
  const [before, after] = [countsAt[from], countsAt[to]];
  if (!before || !after) throw new Error(`No counts from round ${from} to ${to}.`);
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Counts]]),
  ) as Counts;
}

/** Returns the calls of each voter in each round. */
async function callsOf(taps: Tap[][][], voters: number, seed: number): Promise<Call[][][]> {
  const random = seededRandom(seed);
  const sending = asBuilt.sending(voters);
  const rounds: Call[][][] = [];
  for (const ofRound of taps) {
    const voters: Call[][] = [];
    for (const ofVoter of ofRound) voters.push(await callsOfRound(ofVoter, roundMs, answerMs, sending, random));
    rounds.push(voters);
  }
  return rounds;
}

/**
 * Predicts what the local backend delivers and writes.
 *
 * @param times - the measured durations of the tally's steps
 */
function predict(
  calls: Call[][][],
  { viewers, habits, seed }: Omit<CheckOptions, 'seconds'>,
  { turns, publishMs, lateMs }: StepTimes,
): Counts {
  const run = runPipeline({
    voterSample: voterSampleOf(calls.flat(), roundMs),
    voters: calls[0]?.length ?? 0,
    roundMs,
    rounds: calls.length,
    warmUpRounds,
    random: seededRandom(seed),
    callsOf: (round, add) => calls[round]?.flat().forEach(({ at }) => add(Math.floor(at), 1)),
    shards: deployed.minShards,
    system: {
      ...deployed,
      pollMs: 0,
      recordMs: 0,
      readMs: 0,
      writeMs: lateMs,
      // The next batch is counted a turn after the publication has ended, and two writes after it was acquired.
      publishMs: Math.max(0, publishMs - 2 * lateMs - meanOf(turns)),
      partitionWrites: Infinity,
      countMs: (random) => turns[Math.floor(random() * turns.length)] ?? 0,
    },
    design: asBuilt,
  });
  const measuredRounds = calls.length - warmUpRounds;
  const messagesBy = (round: number) => Math.ceil((round * roundMs) / messageEveryMs(viewers, habits));
  const talk = messagesBy(calls.length) - messagesBy(warmUpRounds);
  const rooms = asBuilt.rooms(calls[0]?.length ?? 0);
  return {
    onScores: run.publications * viewers,
    onRound: measuredRounds * viewers,
    // A message returns to its author, and goes to the others who are in the same room.
    onMessage: talk * (1 + (viewers - 1) / rooms),
    Ballot: run.calls,
    RoundShard: run.meter.writes.RoundShard,
    PublishLease: run.meter.writes.PublishLease,
    Round: run.meter.writes.Round + measuredRounds,
    ChatThrottle: talk,
  };
}

/** In %. */
const goal = 5;

function print(predicted: Counts, measured: Counts, { turns, publishMs, lateMs }: StepTimes): void {
  const row = (names: readonly (keyof Counts)[]) => {
    const [ours, theirs] = [predicted, measured].map((counts) =>
      names.reduce((sum, name) => sum + counts[name], 0),
    ) as [number, number];
    return {
      predicted: count(ours),
      measured: count(theirs),
      difference: `${((100 * (ours - theirs)) / theirs).toFixed(1)} %`,
    };
  };
  const [turn, publication, late] = [meanOf(turns), publishMs, lateMs].map((ms) => ms.toFixed(1));
  console.log(
    `A turn of the tally lasts ${turn} ms here, or ${publication} ms from an acquired publication on, which is ${late} ms late.`,
  );
  const differences = [messageKinds, tableNames].map((names) => Math.abs(parseFloat(row(names).difference)));
  console.table({
    'messages delivered': row(messageKinds),
    '  totals': row(['onScores']),
    '  rounds': row(['onRound']),
    '  chat': row(['onMessage']),
    'writes on DynamoDB': row(tableNames),
    '  ballots': row(['Ballot']),
    '  counts by shard': row(['RoundShard']),
    '  leases': row(['PublishLease']),
    '  rounds ': row(['Round']),
    '  slow mode of the chat': row(['ChatThrottle']),
  });
  console.log(
    `Messages and writes within ${goal} %: ${differences.every((difference) => difference <= goal) ? 'yes' : 'no'}.`,
  );
}
