/** Next.js runs this before React renders: https://nextjs.org/docs/app/api-reference/file-conventions/instrumentation-client */
import { tolerateMovedNodes } from './components/recovery/moved-nodes';

tolerateMovedNodes(Node.prototype);
