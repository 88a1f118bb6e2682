/** The text of the line below the votes. */
import type { Formatter } from '../../languages/formatter';
import type { Texts } from '../../languages/texts';
import { isRoundStatus, type ShowStatus } from '../../live/show-status';

/** The number of votes, or why voting is closed. */
export function summaryText(
  status: ShowStatus,
  votes: number,
  voters: number,
  texts: Texts,
  format: Formatter,
): string {
  if (status === 'result' && votes === 0) return texts.result.noVotes;
  if (isRoundStatus(status)) return votesText(votes, voters, texts, format);
  return texts.votes[status === 'pausedByHost' ? 'paused' : status];
}

function votesText(votes: number, voters: number, texts: Texts, format: Formatter): string {
  if (votes === 0) return texts.votes.none;
  const all = format.count(texts.votes.votes, votes);
  return voters === 0 ? all : format.count(texts.votes.votesFromPeople, voters, { votes: all });
}
