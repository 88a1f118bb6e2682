/** The tables and charts of `docs/scale.md` and its appendix. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { markdownTable, type Row } from '../document/markdown-table';
import { documentFolder, writeSections, type SectionsByDocument } from '../document/write-sections';
import { charts, svgOf } from './charts';
import { chatRows } from './chat-designs';
import type { Habits } from './habits';
import { series, type SimulatedAudience } from './simulate-audience';
import {
  costRows,
  delayRows,
  designRows,
  exceededRows,
  lateRoundRows,
  leaseRows,
  messageRows,
  quotaRows,
  serviceRows,
  writeRows,
} from './report';
import { sourceRows } from './source-rows';
import { asBuilt, proposed, withoutLease, type Design } from './system';

/** The sections of each document, in its order. */
export const scaleDocuments = {
  'scale.md': ['exceeded', 'delays', 'messages', 'chat', 'cost', 'designs'],
  'appendix/simulation.md': ['quotas', 'writes', 'lease', 'late', 'services', 'sources'],
} as const;

type SectionName = (typeof scaleDocuments)[keyof typeof scaleDocuments][number];

/** Returns the section for each table in the document that it belongs to. */
export function scaleSections(tables: Record<SectionName, Row[]>): SectionsByDocument {
  return Object.fromEntries(
    Object.entries(scaleDocuments).map(([document, names]) => [
      document,
      Object.fromEntries(names.map((name) => [name, markdownTable(tables[name].map(withLineBreaks))])),
    ]),
  );
}

/** Puts each item of a list on its own line. */
const withLineBreaks = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cell.replaceAll('; ', '<br>')]));

/** @param simulate - simulates an audience of this size in a design */
export async function writeScaleDocuments(
  simulate: (viewers: number, design: Design) => SimulatedAudience,
  habits: Habits,
): Promise<void> {
  const between = [
    ...[1, 2, 3, 4, 5].flatMap((power) => [1, 1.5, 2, 3, 5, 7].map((factor) => factor * 10 ** power)),
    1_000_000,
  ];
  const built = between.map((viewers) => simulate(viewers, asBuilt));
  const lines = {
    built,
    perShard: between.map((viewers) => simulate(viewers, { ...asBuilt, rowPerShard: true })),
    proposed: between.map((viewers) => simulate(viewers, proposed)),
  };
  const audiences = built.filter(({ viewers }) => series.includes(viewers));
  const large = [100_000, 1_000_000].flatMap((viewers): [string, SimulatedAudience][] => [
    ['as built', simulate(viewers, asBuilt)],
    ['a row for each shard', simulate(viewers, { ...asBuilt, rowPerShard: true })],
    ['chat in rooms', simulate(viewers, { ...asBuilt, chatReaders: proposed.chatReaders })],
    ['both', simulate(viewers, { ...proposed, publishGapMs: asBuilt.publishGapMs })],
    ['both, published once a second', simulate(viewers, proposed)],
  ]);
  await writeSections(
    'simulate',
    scaleSections({
      exceeded: exceededRows(audiences),
      quotas: quotaRows(built),
      delays: delayRows(audiences),
      messages: messageRows(audiences),
      writes: writeRows(audiences),
      lease: leaseRows(
        audiences,
        audiences.map(({ viewers }) => simulate(viewers, withoutLease)),
      ),
      late: lateRoundRows(audiences),
      chat: chatRows(series, habits.messagesPerMinute),
      cost: costRows(audiences),
      services: serviceRows(audiences),
      designs: designRows(large),
      sources: sourceRows(),
    }),
  );
  const chartFolder = path.join(documentFolder, 'scale');
  await mkdir(chartFolder, { recursive: true });
  for (const [name, chart] of Object.entries(charts(lines, habits.messagesPerMinute))) {
    await writeFile(path.join(chartFolder, `${name}.svg`), `${svgOf(chart)}\n`);
  }
}
