/** The text for a number of votes. */
import type { Formatter } from '../../languages/formatter';
import type { Texts } from '../../languages/texts';

export function votesText(votes: number, voters: number, texts: Texts, format: Formatter): string {
  if (votes === 0) return texts.votes.none;
  const all = format.count(texts.votes.votes, votes);
  return voters === 0 ? all : format.count(texts.votes.votesFromSeats, voters, { votes: all });
}
