/** Node.js 20 does not take TypeScript for a worker's file, whatever is imported before it. */
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
