/** The cells of a row, by column. */
export type Row = Record<string, string>;

/** Returns a Markdown table with the columns of the first row. Figures are aligned right. */
export function markdownTable(rows: Row[]): string {
  const [first] = rows;
  if (!first) return '';
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
  const columns = Object.keys(first);
  return [
    line(columns),
    line(columns.map((column) => (isFigure(first[column] ?? '') ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ].join('\n');
}

const isFigure = (cell: string) => /^[\d$<×]|^no end|^over/.test(cell);
