import { NotFound } from '../components/layout/not-found';
import { dictionaries } from '../languages/dictionaries';
import { requestLanguage } from './language';

/** Rendered on the server alone: the code of a page for unknown addresses would be part of the first load of every page. */
export default async function NotFoundPage() {
  return <NotFound texts={await dictionaries[await requestLanguage()]()} />;
}
