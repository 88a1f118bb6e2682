import type { Metadata } from 'next';
import { Stage } from '../../components/stage/stage';
import { titleOfRequest } from '../title';
import { ShowPage } from '../show-page';
import { joinAddress } from './join-address';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  // Search results should lead to the second screen.
  return { title: await titleOfRequest(), robots: { index: false } };
}

interface StagePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The first screen, on the wall of a room. `?join=https://…` replaces the address that it shows for joining. */
export default async function StagePage({ searchParams }: StagePageProps) {
  return (
    <ShowPage chatRoom={0}>
      <Stage join={joinAddress((await searchParams)['join'])} />
    </ShowPage>
  );
}
