/** Formats the report as text. */
import { costOf, type Usage } from './estimate';
import type { Percentiles, Report } from './report';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const dollars = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

const names: Record<string, string> = {
  onRound: 'rounds',
  onScores: 'totals',
  onMessage: 'chat messages',
  appSyncOperations: 'queries and mutations',
  appSyncUpdates: 'deliveries (5 KB each)',
  appSyncConnectionMinutes: 'connection minutes',
  dynamoDbWriteUnits: 'write units',
  dynamoDbReadUnits: 'read units',
};
const nameOf = (key: string) => names[key] ?? key;

/** Formats the estimated cost of a run. */
export function estimateText(usage: Usage): string {
  return [
    'Estimated cost of this run (AppSync and DynamoDB in us-east-1, without data transfer, firewall, logs and Lambda):',
    ...costLines(usage),
    'The run votes and chats in the running show, and real screens show its votes, records and messages. Use a sandbox.',
  ].join('\n');
}

export function reportText(report: Report): string {
  const { seconds, votes, watchedVotes, generator, deliveries, errors, calls, usage } = report;
  return [
    `${whole.format(report.viewers)} viewers arrived in ${seconds.arriving.toFixed(0)} s and watched for ${seconds.watching.toFixed(0)} s${report.wasEndedEarly ? ', ended early' : ''}.`,
    '',
    table(
      ['milliseconds', 'count', '50 %', '95 %', '99 %', 'longest'],
      [
        timesRow('from arrival to live', report.arrivals),
        timesRow('from socket to live', report.connects),
        timesRow('from a vote to each screen', report.delays),
        timesRow('from a vote to the last screen', report.delaysToLastScreen),
        ...Object.entries(calls).map(([operation, times]) => timesRow(`answer to ${operation}`, times)),
      ],
    ),
    '',
    table(
      ['deliveries', 'received', 'published', 'due', 'missed', 'duplicated', 'late'],
      Object.entries(deliveries).map(([field, { received, published, due, missed, duplicated, late }]) => [
        nameOf(field),
        ...[received, published, due, missed, duplicated, late].map((number) => whole.format(number)),
      ]),
    ),
    '',
    `Votes: ${whole.format(votes.cast)} cast, ${whole.format(votes.cast - votes.acknowledged)} not acknowledged; ` +
      `${whole.format(votes.lost)} acknowledged but in no total.`,
    `Watched votes: ${whole.format(watchedVotes.shown)} shown in time, ${whole.format(watchedVotes.lost)} not.`,
    errorsText(errors),
    '',
    'Estimated cost on AWS (AppSync and DynamoDB in us-east-1, without data transfer, firewall, logs and Lambda):',
    ...costLines(usage),
    '',
    `Generator: ${generator.threads} threads on ${generator.cores.toFixed(1)} cores, the busiest ${Math.round(generator.busy * 100)} % of the time; ` +
      `event loops late by ${generator.lateMs.p99.toFixed(0)} ms at the 99th percentile, ${generator.lateMs.longest.toFixed(0)} ms at most.`,
    ...(generator.isBottleneck
      ? [
          'The generator itself had too little CPU: the delays are partly its own. Use more cores, another machine, or fewer viewers.',
        ]
      : []),
  ].join('\n');
}

function timesRow(name: string, { count, p50, p95, p99, longest }: Percentiles): string[] {
  return [
    name,
    whole.format(count),
    ...[p50, p95, p99, longest].map((ms) => (ms === null ? '–' : ms.toFixed(ms < 10 ? 1 : 0))),
  ];
}

function errorsText(errors: Record<string, number>): string {
  const all = Object.entries(errors);
  return all.length === 0
    ? 'Errors: none.'
    : ['Errors:', ...all.map(([key, count]) => `  ${key}: ${whole.format(count)}`)].join('\n');
}

function costLines(usage: Usage): string[] {
  const { lines, total } = costOf(usage);
  return [
    table(
      [],
      [
        ...lines.map(({ what, amount, cost }) => [`  ${nameOf(what)}`, whole.format(amount), dollars.format(cost)]),
        ['  total', '', dollars.format(total)],
      ],
    ),
  ];
}

/** Formats a table with numbers aligned right. */
function table(head: string[], rows: string[][]): string {
  const all = head.length > 0 ? [head, ...rows] : rows;
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
