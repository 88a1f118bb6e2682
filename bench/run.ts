/** `npm run bench -- NAME`: measures, and prints what it measured. */
import { benchPage } from './page';
import { benchSoak } from './soak';
import { benchStart } from './start';

const benches: Record<string, () => Promise<void>> = { page: benchPage, soak: benchSoak, start: benchStart };

const [name = ''] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exit(1);
}
await bench();
