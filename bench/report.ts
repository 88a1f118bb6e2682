/** What a bench measured, as a table on the screen and in `docs/performance.md`. */
import type { Row } from './goal';

export interface Report {
  title: string;
  rows: Record<string, Row>;
}

/**
 * Measures, and gives each table as soon as it has it.
 * @param args - of the command line, after the bench's name; every bench knows `--quick`, for a first look
 */
export type Bench = (args: string[]) => AsyncIterable<Report>;

const columns = ['figure', 'spread', 'goal', 'result'] as const;

/** A Markdown table; a column that no row fills is left out. */
export function markdownOf({ title, rows }: Report): string {
  const filled = columns.filter((column) => Object.values(rows).some((row) => row[column] !== undefined));
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line([title, ...filled]),
    line(['---', ...filled.map(() => '---')]),
    ...Object.entries(rows).map(([name, row]) => line([name, ...filled.map((column) => row[column] ?? '')])),
  ].join('\n');
}

/**
 * @param document - prose by hand, with `<!-- bench: NAME -->` and `<!-- /bench -->` around what a bench has measured
 * @param name - of the bench
 * @returns the document with the part of this bench replaced
 * @throws where the document has no such part
 */
export function withPart(document: string, name: string, part: string): string {
  const opening = `<!-- bench: ${name} -->\n`;
  const start = document.indexOf(opening);
  const end = document.indexOf('<!-- /bench -->', start);
  if (start < 0 || end < 0) throw new Error(`The document has no part between ${opening.trim()} and <!-- /bench -->.`);
  return `${document.slice(0, start)}${opening}\n${part}\n\n${document.slice(end)}`;
}
