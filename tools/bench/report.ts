/** What a bench measured, as a table on the screen and in `docs/performance.md`. */
import type { Row } from './goal';
import type { Options } from './options';

export interface Report {
  title: string;
  rows: Record<string, Row>;
}

/** Measures, and gives each table as soon as it has it. */
export type Bench = (options: Options) => AsyncIterable<Report>;

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
