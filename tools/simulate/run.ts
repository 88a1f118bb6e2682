/** `npm run simulate`: models the deployed system with an audience of any size. `--help` lists the options. */
import { exitOnClosedPipe } from '../command-line/exit-on-closed-pipe';
import { optionsOrExit } from '../command-line/options-or-exit';
import { readOptions, usage } from './options';
import { raisesText } from './quota-raises';
import { costRows, delayRows, exceededRows, joiningRows, messageRows, serviceRows, writeRows } from './report';
import { writeScaleDocuments } from './scale-documents';
import { createSimulation } from './simulation';

exitOnClosedPipe();

const { task, habits, seed, viewers, design, checkViewers, checkSeconds } = optionsOrExit(readOptions, usage);
if (task === 'check') {
  const { check } = await import('./check');
  await check({ viewers: checkViewers, seconds: checkSeconds, habits, seed });
} else {
  const simulate = createSimulation(habits, seed);
  if (task === 'write') {
    await writeScaleDocuments(simulate, habits);
  } else {
    const audiences = [];
    for (const size of viewers) audiences.push(await simulate(size, design));
    if (task === 'json') {
      console.log(JSON.stringify(audiences, undefined, 2));
    } else {
      for (const [title, rows] of Object.entries({
        'From a vote to the other screens': delayRows(audiences),
        'Messages for votes': messageRows(audiences),
        'Writes for votes': writeRows(audiences),
        'Cost of an hour, by part': costRows(audiences),
        'Cost of an hour, by service': serviceRows(audiences),
        Joining: joiningRows(audiences, habits.arrivalMinutes),
        Quotas: exceededRows(audiences),
      })) {
        console.log(`\n${title}, by viewers`);
        console.table(Object.fromEntries(rows.map(({ viewers: size, ...rest }) => [size ?? '', rest])));
      }
      const largest = audiences.at(-1);
      if (largest) console.log(`\n${raisesText(largest.viewers, largest.ours.quotas)}`);
    }
  }
}
