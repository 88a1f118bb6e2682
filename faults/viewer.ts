/** All that a viewer's page holds of the client: bundled by `viewer-pages.ts`, and run once for each viewer. */
export { openBackend } from '../live/backend';
export { memoryStore } from '../live/device-store';
export { ShowSession } from '../live/show-session';
