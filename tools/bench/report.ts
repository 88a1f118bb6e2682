/** What a bench measured, as a table. */
import { markdownTable } from '../document/markdown-table';
import type { Row } from './goal';
import type { Options } from './options';

export interface Report {
  title: string;
  rows: Record<string, Row>;
}

/** Measures, and yields each table as soon as it is complete. */
export type Bench = (options: Options) => AsyncIterable<Report>;

const columns = ['figure', 'spread', 'goal', 'result'] as const;

/** Returns a Markdown table without the columns that no row fills. */
export function markdownOf({ title, rows }: Report): string {
  const filled = columns.filter((column) => Object.values(rows).some((row) => row[column] !== undefined));
  return markdownTable(
    Object.entries(rows).map(([name, row]) => ({
      [title]: name,
      ...Object.fromEntries(filled.map((column) => [column, row[column] ?? ''])),
    })),
  );
}

/** Returns the rows that have a goal, or everything if no row has one. */
export function summaryOf(reports: Report[]): Report[] {
  const withGoals = reports
    .map(({ title, rows }) => ({
      title,
      rows: Object.fromEntries(Object.entries(rows).filter(([, { goal }]) => goal !== undefined)),
    }))
    .filter(({ rows }) => Object.keys(rows).length > 0);
  return withGoals.length > 0 ? withGoals : reports;
}
