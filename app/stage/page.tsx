import type { Metadata } from 'next';
import { Projector } from '../../components/projector/projector';
import { titleOfRequest } from '../title';
import { Theatre } from '../theatre';
import { joinAddress } from './join-address';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  // Whoever searches is looking for the second screen.
  return { title: await titleOfRequest(), robots: { index: false } };
}

interface StagePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The first screen: for a room, on a wall. `?join=https://…` names another address to vote at than this app's own. */
export default async function StagePage({ searchParams }: StagePageProps) {
  return (
    <Theatre>
      <Projector join={joinAddress((await searchParams)['join'])} />
    </Theatre>
  );
}
