/** Sets a record: more people than ever before choose a category in one round. */
import type { Category } from '../amplify/show';
import { withinRound, type Screen } from './screen';
import { expect } from './test';

interface Attempt {
  category: Category;
  /** Follow the round from its start. The first one shows the records. */
  screens: [Screen, ...Screen[]];
  /** If they are too few, others join them. */
  voters: Screen[];
  openScreen: () => Promise<Screen>;
  /** Runs before the votes of each attempt. */
  beforeVotes?: () => Promise<void>;
  /** Runs after the votes, before voting closes. */
  beforeClose?: () => Promise<void>;
}

/** @returns the round of the record, and how many people it counts */
export async function setRecord({ category, screens, voters, openScreen, beforeVotes, beforeClose }: Attempt) {
  const [first] = screens;
  const people = [...voters];
  const gather = async (min: number) => {
    const missing = Math.max(min, (await first.recordPeople(category)) + 1) - people.length;
    people.push(...(await Promise.all(Array.from({ length: Math.max(0, missing) }, () => openScreen()))));
  };
  // Before the round, most of which it may take to open the pages.
  await gather(0);
  let voted = 0;
  const roundId = await withinRound(screens, async () => {
    // Steps that are repeated have set a record, which may not be shown yet.
    await gather(voted + 1);
    voted = people.length;
    await beforeVotes?.();
    await Promise.all(people.map((voter) => voter.vote(category)));
    await expect(first.count(category)).toHaveText(String(voted));
    await beforeClose?.();
  });
  return { roundId, people: voted };
}
