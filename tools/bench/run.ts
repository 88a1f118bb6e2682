/** `npm run bench`: runs all benches and writes the documents, or runs one bench and prints it. See `--help`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus } from 'node:os';
import { writeSections } from '../document/write-sections';
import { optionsOrExit } from '../command-line/options-or-exit';
import { benchNames, readOptions, usage, type BenchName, type Options } from './options';
import { benchSections } from './documents';
import type { Bench, Report } from './report';

/** Loaded when needed. */
const benches: Record<BenchName, () => Promise<Bench>> = {
  start: async () => (await import('./start')).benchStart,
  page: async () => (await import('./page/bench-page')).benchPage,
  votes: async () => (await import('./votes/bench-votes')).benchVotes,
  'fan-out': async () => (await import('./fan-out/bench-fan-out')).benchFanOut,
  connections: async () => (await import('./connections/bench-connections')).benchConnections,
  messages: async () => (await import('./messages/bench-messages')).benchMessages,
  browser: async () => (await import('./browser/bench-browser')).benchBrowser,
  soak: async () => (await import('./soak')).benchSoak,
};

/** Too long for a run of all benches. */
const onRequest: BenchName[] = ['soak'];

async function runOne(name: BenchName, options: Options): Promise<void> {
  const { given, writes } = options;
  const bench = await benches[name]();
  const reports: Report[] = [];
  for await (const report of bench(options)) {
    console.log(`\n${report.title}`);
    console.table(report.rows);
    reports.push(report);
  }
  if (!writes) return;
  const conditions = [
    `Measured on ${new Date().toISOString().slice(0, 10)} with Node.js ${process.version}`,
    `on ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    ...(given.length > 0 ? [`by \`npm run bench -- ${[name, ...given].join(' ')}\``] : []),
  ];
  await writeSections('bench', benchSections(name, `${conditions.join(' ')}.`, reports));
}

/** Runs each bench in its own process, so that none is affected by garbage of another. */
async function runAll({ given, writes }: Options): Promise<void> {
  const args = writes ? [...given, '--write'] : given;
  const failed: BenchName[] = [];
  for (const name of benchNames.filter((each) => !onRequest.includes(each))) {
    console.log(`\n=== ${name}`);
    const run = spawn(process.execPath, [...process.execArgv, import.meta.filename, name, ...args], {
      stdio: 'inherit',
    });
    const [code] = (await once(run, 'exit')) as [number | null];
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Error(`Not measured: ${failed.join(', ')}.`);
}

const options = optionsOrExit(readOptions, usage);
if (options.name) await runOne(options.name, options);
else await runAll(options);
