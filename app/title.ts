/** The title of a page in the server's HTML. */
import { pageTitle } from '../components/show/page-title';
import { dictionaries } from '../languages/dictionaries';
import { firstSnapshot } from './server-snapshot';
import { requestLanguage } from './language';
import { readOutputs } from './outputs';

/** Returns the title for the current request, with the current movie. */
export async function titleOfRequest(): Promise<string> {
  const texts = await dictionaries[await requestLanguage()]();
  const reading = await readOutputs();
  const snapshot = 'outputs' in reading ? await firstSnapshot(reading.outputs) : null;
  return pageTitle(texts, snapshot?.round ?? null, snapshot?.serverTime ?? 0);
}
