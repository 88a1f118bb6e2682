/** The client code of a page. `viewer-pages.ts` bundles it and evaluates it once per viewer. */
import { ConsoleLogger } from 'aws-amplify/utils';

export { openBackend } from '../../live/backend';
export { memoryStore } from '../../live/device-store';
export { ShowSession } from '../../live/show-session';

// Otherwise each viewer warns that the identity pool is not on AWS.
ConsoleLogger.LOG_LEVEL = 'ERROR';
