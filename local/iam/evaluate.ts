/** Policy evaluation within one account: IAM User Guide, "Policy evaluation logic". */
import type { PolicyStatement } from './policy';

/**
 * @param action for example `appsync:GraphQL`; not case-sensitive
 * @param resource an ARN; case-sensitive
 * @returns whether a statement allows the action on the resource and none denies it
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
 * After a mismatch only the last `*` takes one more character, so that the time is at most quadratic; a regular
 * expression would backtrack.
 */
function matchesWildcards(pattern: string, text: string): boolean {
  let patternIndex = 0;
  let textIndex = 0;
  let starIndex = -1;
  let starEnd = 0;

  while (textIndex < text.length) {
    if (pattern[patternIndex] === '*') {
      starIndex = patternIndex++;
      starEnd = textIndex;
    } else if (pattern[patternIndex] === '?' || pattern[patternIndex] === text[textIndex]) {
      patternIndex++;
      textIndex++;
    } else if (starIndex >= 0) {
      patternIndex = starIndex + 1;
      textIndex = ++starEnd;
    } else {
      return false;
    }
  }
  while (pattern[patternIndex] === '*') patternIndex++;
  return patternIndex === pattern.length;
}
