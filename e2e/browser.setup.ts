/** Global setup of the component tests: finds or installs Chromium, and passes its path to the browser provider. */
import { provideBrowser } from './browser';

export default async function setup(): Promise<void> {
  process.env.CHROME_PATH = await provideBrowser();
}
