/** Node.js 20 does not load a TypeScript file as a worker, even after `--import tsx`. */
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
