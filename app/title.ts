/** The title of a page in the server's HTML. */
import { pageTitle } from '../components/show/page-title';
import { dictionaries } from '../languages/dictionaries';
import { createFormatter } from '../languages/formatter';
import { startingState } from '../live/show-session';
import { firstSnapshot } from './server-snapshot';
import { requestLanguage, requestLocale } from './language';
import { readOutputs } from './outputs';

/** Returns the title for the current request, with the current movie. */
export async function titleOfRequest(): Promise<string> {
  const language = await requestLanguage();
  const texts = await dictionaries[language]();
  const format = createFormatter(language, await requestLocale());
  const reading = await readOutputs();
  const snapshot = 'outputs' in reading ? await firstSnapshot(reading.outputs) : null;
  return pageTitle(texts, format, startingState(snapshot), snapshot?.serverTime ?? 0);
}
