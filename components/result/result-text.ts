/** The texts of a result. */
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { totalOf } from '../../live/counts';
import type { Outcome } from './use-outcome';

/** Up to this many people of a minority are told how many they are, instead of their share. */
const maxFew = 5;

/** What the audience thinks, as a sentence; of one voter, no more than the vote. */
export function verdictText({ movie, people, verdict, winner, agreement }: Outcome, texts: Texts): string {
  const [category] = verdict.favourites;
  if (totalOf(people) === 1 && category) {
    return fill(agreement ? texts.result.onlyYou : texts.result.onePerson, { category: texts.categories[category] });
  }
  // The title keeps its own writing direction.
  return fill(texts.verdict[winner ?? 'divided'], { movie: `\u2068${movie}\u2069` });
}

/** The share of the people, as in "62%", and of how many; null for one voter. */
export function shareText(
  { people, verdict, winner }: Outcome,
  { result }: Texts,
  format: Formatter,
): { share: string; ofPeople: string; spoken: string } | null {
  const total = totalOf(people);
  if (total === 1) return null;
  const share = format.percent(verdict.share);
  return {
    share,
    ofPeople: format.count(winner ? result.ofPeople : result.eachOfPeople, total),
    spoken: format.count(winner ? result.share : result.shareEach, total, { share }),
  };
}

/** How many people agree with this guest; null if the guest has not voted or nobody else has. */
export function agreementText(
  { people, verdict, agreement }: Outcome,
  { result, categories }: Texts,
  format: Formatter,
): string | null {
  const total = totalOf(people);
  if (agreement === null || total === 1) return null;
  const category = categories[agreement.category];
  if (agreement.people >= total) return result.everyoneAgreed;
  if (agreement.people === 1) return fill(result.onlyOne, { category });
  const isFew = !verdict.favourites.includes(agreement.category) && agreement.people <= maxFew;
  return isFew
    ? format.count(result.oneOf, agreement.people, { category })
    : fill(result.agreed, { share: format.percent(agreement.share) });
}

/** The whole result, for a screen reader. */
export function spokenText(outcome: Outcome, texts: Texts, format: Formatter): string {
  const share = shareText(outcome, texts, format);
  const verdict = verdictText(outcome, texts);
  const sentence = share ? fill(texts.verdict.withShare, { verdict, share: share.spoken }) : verdict;
  const agreement = agreementText(outcome, texts, format);
  return agreement ? fill(texts.result.withAgreement, { result: sentence, agreement }) : sentence;
}
