/** The sections of the documents that `npm run bench` writes. */
import type { SectionsByDocument } from '../document/write-sections';
import { benchNames, type BenchName } from './options';
import { markdownOf, summaryOf, type Report } from './report';

/** The benches in each document. No figure of `connections` has a goal or a place in the story. */
export const benchDocuments: Record<'performance.md' | 'appendix/benchmarks.md', BenchName[]> = {
  'performance.md': benchNames.filter((name) => name !== 'connections'),
  'appendix/benchmarks.md': [...benchNames],
};

/**
 * Returns the section of a bench in each document.
 *
 * @param conditions - the first line of each section
 */
export function benchSections(name: BenchName, conditions: string, reports: Report[]): SectionsByDocument {
  const contents = { 'performance.md': summaryOf(reports), 'appendix/benchmarks.md': reports };
  const documents = Object.keys(benchDocuments) as (keyof typeof benchDocuments)[];
  return Object.fromEntries(
    documents
      .filter((document) => benchDocuments[document].includes(name))
      .map((document) => [document, { [name]: [conditions, ...contents[document].map(markdownOf)].join('\n\n') }]),
  );
}
