/** How many people a record counts. */
import type { Formatter } from '../../languages/formatter';
import type { Texts } from '../../languages/texts';
import type { LeaderboardEntry } from '../../live/backend';

/** The number of people; of a record from before people were counted, the number of votes. */
export function peopleText({ voters, votes }: LeaderboardEntry, texts: Texts, format: Formatter): string {
  return voters ? format.count(texts.result.people, voters) : format.count(texts.votes.votes, votes);
}
