/** `npm run simulate`: the deployed system under an audience of any size, as a model. `--help` shows the options. */
import { crowdOf } from './crowd';
import type { Habits } from './habits';
import { playHouse, roundMs } from './house';
import { readOptions, usage, UsageError, type Options } from './options';
import { seededRandom } from './random';
import { costRows, delayRows, exceededRows, messageRows, serviceRows, writeRows } from './report';
import { writeScaleDocument } from './scale-document';
import { deployed, type Design } from './system';

function optionsOrEnd(): Options {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options) return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n--help shows all options.`);
    process.exit(2);
  }
}

// Whoever reads has read enough, as with `| head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

/** From a call to its answer: the way to AppSync and back, and the write between. */
const answerMs = 100;

async function theatreOf(habits: Habits, seed: number) {
  const crowd = await crowdOf(habits, roundMs, answerMs, seededRandom(seed));
  return (viewers: number, design: Design) => playHouse({ viewers, habits, crowd, system: deployed, design, seed });
}

const { task, habits, seed, viewers, design, checkViewers, checkSeconds } = optionsOrEnd();
if (task === 'check') {
  const { check } = await import('./check');
  await check({ viewers: checkViewers, seconds: checkSeconds, habits, seed });
} else {
  const play = await theatreOf(habits, seed);
  if (task === 'write') {
    await writeScaleDocument(play, habits);
  } else {
    const houses = viewers.map((each) => play(each, design));
    if (task === 'json') {
      console.log(JSON.stringify(houses, undefined, 2));
    } else {
      for (const [title, rows] of Object.entries({
        'From a vote to the other screens': delayRows(houses),
        'Messages for votes': messageRows(houses),
        'Writes for votes': writeRows(houses),
        'Cost of an hour, by what for': costRows(houses),
        'Cost of an hour, by service': serviceRows(houses),
        Quotas: exceededRows(houses),
      })) {
        console.log(`\n${title}, by viewers`);
        console.table(Object.fromEntries(rows.map(({ viewers: size, ...rest }) => [size ?? '', rest])));
      }
    }
  }
}
