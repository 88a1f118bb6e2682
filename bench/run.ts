/**
 * `npm run bench` measures everything and writes `docs/performance.md`; `npm run bench -- NAME` measures one thing and
 * prints it, with `--write` into the document too. `--quick` takes a first look, and writes nothing unless told so.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { withSection } from '../docs/sections';
import { markdownOf, type Bench, type Report } from './report';

/** In the order of the document; loaded when it is its turn. */
const benches: Record<string, () => Promise<Bench>> = {
  start: async () => (await import('./start')).benchStart,
  page: async () => (await import('./page')).benchPage,
  votes: async () => (await import('./votes')).benchVotes,
  'fan-out': async () => (await import('./fan-out')).benchFanOut,
  connections: async () => (await import('./connections')).benchConnections,
  messages: async () => (await import('./messages')).benchMessages,
  browser: async () => (await import('./browser')).benchBrowser,
  soak: async () => (await import('./soak')).benchSoak,
};

/** Too long for the run of all. */
const onRequest = ['soak'];

const document = path.resolve(import.meta.dirname, '../docs/performance.md');

async function runOne(name: string, bench: Bench, args: string[], writes: boolean): Promise<void> {
  const reports: Report[] = [];
  for await (const report of bench(args)) {
    console.log(`\n${report.title}`);
    console.table(report.rows);
    reports.push(report);
  }
  if (!writes) return;
  const conditions = [
    `Measured on ${new Date().toISOString().slice(0, 10)} with Node.js ${process.version}`,
    `on ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    ...(args.length > 0 ? [`by \`npm run bench -- ${name} ${args.join(' ')}\``] : []),
  ];
  const part = [`${conditions.join(' ')}.`, ...reports.map(markdownOf)].join('\n\n');
  await writeFile(document, withSection(await readFile(document, 'utf8'), 'bench', name, part));
}

/** Each in a process of its own, so that none measures what another has left behind. */
async function runAll(args: string[]): Promise<void> {
  const failed: string[] = [];
  for (const name of Object.keys(benches).filter((each) => !onRequest.includes(each))) {
    console.log(`\n=== ${name}`);
    const run = spawn(process.execPath, [...process.execArgv, import.meta.filename, name, ...args], { stdio: 'inherit' });
    const [code] = (await once(run, 'exit')) as [number | null];
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Error(`Not measured: ${failed.join(', ')}.`);
}

const [name = '', ...others] = process.argv.slice(2);
const load = benches[name];
if (load) {
  await runOne(name, await load(), others.filter((arg) => arg !== '--write'), others.includes('--write'));
} else if (name === '' || name.startsWith('--')) {
  const args = process.argv.slice(2);
  await runAll(args.includes('--quick') ? args : ['--write', ...args]);
} else {
  console.error(`Usage: npm run bench [-- ${Object.keys(benches).join('|')}] [--quick] [--write]`);
  process.exitCode = 1;
}
