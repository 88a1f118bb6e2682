import type { Metadata } from 'next';
import { Show } from '../components/show/show';
import { titleOfRequest } from './title';
import { ShowPage } from './show-page';

/** The current movie changes every few seconds, and the backend can change at run time. */
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await titleOfRequest() };
}

/** The second screen: one person's phone or computer. */
export default function Page() {
  return (
    <ShowPage>
      <Show />
    </ShowPage>
  );
}
