/** `npm run simulate`: models the deployed system with an audience of any size. `--help` lists the options. */
import { exitOnClosedPipe } from '../command-line/exit-on-closed-pipe';
import { optionsOrExit } from '../command-line/options-or-exit';
import { sampleVoters } from './voter-sample';
import type { Habits } from './habits';
import { simulateAudience, roundMs } from './simulate-audience';
import { readOptions, usage } from './options';
import { seededRandom } from '../statistics/random';
import { costRows, delayRows, exceededRows, messageRows, serviceRows, writeRows } from './report';
import { writeScaleDocuments } from './scale-documents';
import { deployed, type Design } from './system';

exitOnClosedPipe();

/** Time from a call to its answer, in milliseconds: the round trip to AppSync and the write. */
const answerMs = 100;

async function createSimulation(habits: Habits, seed: number) {
  const voterSample = await sampleVoters(habits, roundMs, answerMs, seededRandom(seed));
  return (viewers: number, design: Design) =>
    simulateAudience({ viewers, habits, voterSample, system: deployed, design, seed });
}

const { task, habits, seed, viewers, design, checkViewers, checkSeconds } = optionsOrExit(readOptions, usage);
if (task === 'check') {
  const { check } = await import('./check');
  await check({ viewers: checkViewers, seconds: checkSeconds, habits, seed });
} else {
  const simulate = await createSimulation(habits, seed);
  if (task === 'write') {
    await writeScaleDocuments(simulate, habits);
  } else {
    const audiences = viewers.map((each) => simulate(each, design));
    if (task === 'json') {
      console.log(JSON.stringify(audiences, undefined, 2));
    } else {
      for (const [title, rows] of Object.entries({
        'From a vote to the other screens': delayRows(audiences),
        'Messages for votes': messageRows(audiences),
        'Writes for votes': writeRows(audiences),
        'Cost of an hour, by part': costRows(audiences),
        'Cost of an hour, by service': serviceRows(audiences),
        Quotas: exceededRows(audiences),
      })) {
        console.log(`\n${title}, by viewers`);
        console.table(Object.fromEntries(rows.map(({ viewers: size, ...rest }) => [size ?? '', rest])));
      }
    }
  }
}
