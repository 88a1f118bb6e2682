/** The results of rounds as files: CSV by https://www.rfc-editor.org/rfc/rfc4180 and JSON. */
import { categories } from '../../amplify/show';
import type { RoundResult } from '../../live/host-backend';

/** Excel reads a file without it in the encoding of the system. */
const byteOrderMark = '\uFEFF';

/**
 * Characters with which spreadsheets start formulas, also in full width; titles come from outside.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** When the round started, by ISO 8601. A round's id is its start in epoch seconds. */
function startOf({ roundId }: RoundResult): string {
  return new Date(Number(roundId) * 1000).toISOString();
}

const columns: [string, (round: RoundResult) => string | number][] = [
  ['round', ({ roundId }) => roundId],
  ['startedAt', startOf],
  ['title', ({ title }) => title],
  ['voters', ({ voters }) => voters],
  ...categories.map((category): [string, (round: RoundResult) => number] => [
    `${category}Votes`,
    (round) => round[category],
  ]),
  ...categories.map((category): [string, (round: RoundResult) => number] => [
    `${category}Favourites`,
    ({ favourites }) => favourites?.[category] ?? 0,
  ]),
];

/** Returns a text as a cell. It is quoted if necessary, and never read as a formula. */
export function cellOf(value: string | number): string {
  const text = typeof value === 'string' && formulaStart.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns the file, with a header line. */
export function csvOf(rounds: readonly RoundResult[]): string {
  const lines = [columns.map(([name]) => name), ...rounds.map((round) => columns.map(([, read]) => read(round)))];
  return byteOrderMark + lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

/** Returns the file: a list with an object for each round. */
export function jsonOf(rounds: readonly RoundResult[]): string {
  const objects = rounds.map((round) => {
    const counts = categories.map((category) => [category, round[category]]);
    const favourites = categories.map((category) => [category, round.favourites?.[category] ?? 0]);
    const { roundId, title, voters } = round;
    return {
      roundId,
      startedAt: startOf(round),
      title,
      voters,
      votes: Object.fromEntries(counts) as Record<string, number>,
      favourites: Object.fromEntries(favourites) as Record<string, number>,
    };
  });
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** @param at in epoch milliseconds */
export function fileNameOf(at: number, extension: 'csv' | 'json'): string {
  return `matinee-${new Date(at).toISOString().slice(0, 16).replaceAll(':', '-')}.${extension}`;
}
