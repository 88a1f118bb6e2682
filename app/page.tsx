import type { Metadata } from 'next';
import { Show } from '../components/show/show';
import { titleOfRequest } from './title';
import { ShowPage } from './show-page';

/** The film on the screen changes every few seconds, and where the backend is may change with a file. */
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await titleOfRequest() };
}

/** The second screen: for one person, in a hand or on a desk. */
export default function Page() {
  return (
    <ShowPage>
      <Show />
    </ShowPage>
  );
}
