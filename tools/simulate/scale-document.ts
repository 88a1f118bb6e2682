/** Writes the tables and charts of `docs/scale.md` and `docs/appendix/simulation.md`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withSections } from '../document/sections';
import { prices } from '../pricing/prices';
import { quotas } from '../pricing/quotas';
import type { Sourced } from '../pricing/sources';
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
import { asBuilt, proposed, withoutLease, type Design } from './system';
import { count, markdownTable, type Row } from './text';
import { projectFolder } from '../project-folder';

const folder = path.join(projectFolder, 'docs');

/** @param simulate - simulates an audience of this size in a design */
export async function writeScaleDocument(
  play: (viewers: number, design: Design) => SimulatedAudience,
  habits: Habits,
): Promise<void> {
  const between = [
    ...[1, 2, 3, 4, 5].flatMap((power) => [1, 1.5, 2, 3, 5, 7].map((factor) => factor * 10 ** power)),
    1_000_000,
  ];
  const built = between.map((viewers) => play(viewers, asBuilt));
  const lines = {
    built,
    perShard: between.map((viewers) => play(viewers, { ...asBuilt, rowPerShard: true })),
    proposed: between.map((viewers) => play(viewers, proposed)),
  };
  const audiences = built.filter(({ viewers }) => series.includes(viewers));
  const large = [100_000, 1_000_000].flatMap((viewers): [string, SimulatedAudience][] => [
    ['as built', play(viewers, asBuilt)],
    ['a row for each shard', play(viewers, { ...asBuilt, rowPerShard: true })],
    ['chat in rooms', play(viewers, { ...asBuilt, chatReaders: proposed.chatReaders })],
    ['both', play(viewers, { ...proposed, publishGapMs: asBuilt.publishGapMs })],
    ['both, published once a second', play(viewers, proposed)],
  ]);
  const tables: Record<string, Row[]> = {
    exceeded: exceededRows(audiences),
    quotas: quotaRows(built),
    delays: delayRows(audiences),
    messages: messageRows(audiences),
    writes: writeRows(audiences),
    lease: leaseRows(
      audiences,
      audiences.map(({ viewers }) => play(viewers, withoutLease)),
    ),
    late: lateRoundRows(audiences),
    chat: chatRows(series, habits.messagesPerMinute),
    cost: costRows(audiences),
    services: serviceRows(audiences),
    designs: designRows(large),
    sources: sourceRows(),
  };
  const sections = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, markdownTable(rows)]));
  const file = path.join(folder, 'scale.md');
  await writeFile(file, withSections(await readFile(file, 'utf8'), 'simulate', sections));
  await mkdir(path.join(folder, 'scale'), { recursive: true });
  for (const [name, chart] of Object.entries(charts(lines, habits.messagesPerMinute))) {
    await writeFile(path.join(folder, 'scale', `${name}.svg`), `${svgOf(chart)}\n`);
  }
}

function sourceRows(): Row[] {
  const row = (figure: string, value: string, { source, readOn, isVerified }: Sourced): Row => ({
    figure,
    value,
    source: `[${new URL(source).host}](${source})`,
    'read on': readOn ?? '',
    verified: isVerified ? 'yes' : 'no',
  });
  return [
    ...Object.values(quotas).map((quota) => row(quota.name, `${count(quota.value)} ${quota.unit}`, quota)),
    ...Object.values(prices).map((price) =>
      row(
        `${price.service}: ${price.unit}`,
        `$${price.value} for ${price.per === 1 ? 'one' : count(price.per)}`,
        price,
      ),
    ),
  ];
}
