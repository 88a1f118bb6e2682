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
  joiningRows,
  lateRoundRows,
  leaseRows,
  messageRows,
  paceRows,
  quotaRows,
  raiseRows,
  serviceRows,
  writeRows,
} from './report';
import { sourceRows } from './source-rows';
import type { Simulate } from './simulation';
import { asBuilt, comparedDesigns, leavesToNext, oneRow, withoutLease, type Design } from './system';
import { simulateTradeOffs, tradeOffCharts } from './trade-off';

/** The sections of each document, in its order. */
export const scaleDocuments = {
  'scale.md': ['exceeded', 'delays', 'messages', 'chat', 'cost', 'designs', 'raises', 'joining'],
  'appendix/simulation.md': ['quotas', 'pace', 'writes', 'lease', 'late', 'services', 'sources'],
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

export async function writeScaleDocuments(simulate: Simulate, habits: Habits): Promise<void> {
  const between = [
    ...[1, 2, 3, 4, 5].flatMap((power) => [1, 1.5, 2, 3, 5, 7].map((factor) => factor * 10 ** power)),
    1_000_000,
  ];
  const all = async (sizes: number[], design: Design) => {
    const audiences: SimulatedAudience[] = [];
    for (const viewers of sizes) audiences.push(await simulate(viewers, design));
    return audiences;
  };
  const built = await all(between, asBuilt);
  const lines = { built, oneRow: await all(between, oneRow), leavesToNext: await all(between, leavesToNext) };
  const audiences = built.filter(({ viewers }) => series.includes(viewers));
  const designs: [string, SimulatedAudience][] = [];
  for (const viewers of [1000, 100_000, 1_000_000]) {
    for (const [name, design] of Object.entries(comparedDesigns)) designs.push([name, await simulate(viewers, design)]);
  }
  await writeSections(
    'simulate',
    scaleSections({
      exceeded: exceededRows(audiences),
      quotas: quotaRows(built),
      pace: paceRows(audiences),
      delays: delayRows(audiences),
      messages: messageRows(audiences),
      writes: writeRows(audiences),
      lease: leaseRows(audiences, await all(series, withoutLease)),
      late: lateRoundRows(audiences),
      chat: chatRows(series, habits),
      cost: costRows(audiences),
      services: serviceRows(audiences),
      designs: designRows(designs),
      raises: raiseRows(audiences),
      joining: joiningRows(audiences, habits.arrivalMinutes),
      sources: sourceRows(),
    }),
  );
  const chartFolder = path.join(documentFolder, 'scale');
  await mkdir(chartFolder, { recursive: true });
  const tradeOffs = await simulateTradeOffs(simulate);
  for (const [name, chart] of Object.entries({ ...charts(lines, habits), ...tradeOffCharts(tradeOffs) })) {
    await writeFile(path.join(chartFolder, `${name}.svg`), `${svgOf(chart)}\n`);
  }
}
