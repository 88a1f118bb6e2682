import { NotFound } from '../components/layout/not-found';
import { dictionaries } from '../languages/dictionaries';
import { createFormatter } from '../languages/formatter';
import { requestLanguage, requestLocale } from './language';

/** Rendered on the server alone: the code of a page for unknown addresses would be part of the first load of every page. */
export default async function NotFoundPage() {
  const language = await requestLanguage();
  const texts = await dictionaries[language]();
  return <NotFound texts={texts} format={createFormatter(language, await requestLocale())} />;
}
