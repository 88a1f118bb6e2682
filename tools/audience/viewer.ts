/** All that a viewer's page holds of the client: bundled by `viewer-pages.ts`, and run once for each viewer. */
import { ConsoleLogger } from 'aws-amplify/utils';

export { openBackend } from '../../live/backend';
export { memoryStore } from '../../live/device-store';
export { ShowSession } from '../../live/show-session';

// Else each viewer warns that the identity pool is not Amazon's.
ConsoleLogger.LOG_LEVEL = 'ERROR';
