/** Policy evaluation within one account: IAM User Guide, "Policy evaluation logic". */
import type { PolicyStatement } from './policy';

/**
 * Whether the statements allow an action on a resource: an explicit Deny wins, and what nothing allows is denied.
 *
 * @param action - e.g. `appsync:GraphQL`; compared without regard to case.
 * @param resource - an ARN; compared by case.
 */
export function isAllowed(statements: PolicyStatement[], action: string, resource: string): boolean {
  const matching = statements.filter((statement) => applies(statement, action, resource));
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
}

function applies({ Action, Resource }: PolicyStatement, action: string, resource: string): boolean {
  const lowerCaseAction = action.toLowerCase();
  return (
    Action.some((pattern) => matchesWildcards(pattern.toLowerCase(), lowerCaseAction)) &&
    Resource.some((pattern) => matchesWildcards(pattern, resource))
  );
}

/**
 * Matches IAM's `*` (any run of characters) and `?` (any one character).
 * On a mismatch only the last `*` takes one more character: a pattern of many stars stays quadratic, where a
 * regular expression made of it would backtrack.
 */
function matchesWildcards(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let starAt = -1;
  let starTookUntil = 0;

  while (t < text.length) {
    if (pattern[p] === '*') {
      starAt = p++;
      starTookUntil = t;
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++starTookUntil;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
