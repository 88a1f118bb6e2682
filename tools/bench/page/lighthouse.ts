/** Runs Lighthouse for the page and for an empty one, as on a phone: https://developer.chrome.com/docs/lighthouse/overview */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { browserArguments } from '../../../e2e/browser';
import { atLeast, atMost, row, type Row } from '../goal';
import { installPackage } from '../install-package';
import { quantileOf } from '../../statistics/quantile';

const run = promisify(execFile);
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const runs = 3;
/** Lighthouse sometimes misses the navigation and asks to be run again. */
const maxFailures = 2;
const timeoutMs = 180_000;

/** Some audits have tables of tables. */
interface Item {
  node?: { selector?: string };
  items?: Item[];
}

interface Audit {
  title: string;
  numericValue?: number;
  /** From 0 to 1; null if it does not apply. */
  score: number | null;
  displayValue?: string;
  details?: { items?: Item[] };
  /** Possible savings by metric, in milliseconds or as a score. */
  metricSavings?: Record<string, number>;
}

/** The part of a Lighthouse result that is read here: https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md */
export interface Report {
  categories: Record<string, { title: string; score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
  runtimeError?: { message: string };
}

export interface Finding {
  category: string;
  audit: string;
  /** Of the category's hundred points. */
  points: number;
  says: string;
}

/** Audits that cost points, the costliest first, then those with possible savings. */
export function findingsOf({ categories, audits }: Report): Finding[] {
  return Object.values(categories)
    .flatMap(({ title: category, auditRefs }) => {
      const weights = auditRefs
        .filter(({ id }) => audits[id]?.score !== null)
        .reduce((sum, { weight }) => sum + weight, 0);
      return auditRefs.flatMap(({ id, weight }) => {
        const audit = audits[id];
        if (!audit || audit.score === null || audit.score === 1) return [];
        const points = weight > 0 ? (100 * weight * (1 - audit.score)) / weights : 0;
        const savings = Object.entries(audit.metricSavings ?? {}).filter(([, saved]) => saved > 0);
        if (points === 0 && savings.length === 0) return [];
        const says = [
          audit.title,
          audit.displayValue,
          savings.length > 0 && `saves ${savings.map(([metric, saved]) => `${metric} ${saved}`).join(', ')}`,
          audit.details?.items?.map(selectorOf).find(Boolean),
        ];
        return [{ category, audit: id, points: Math.round(points * 10) / 10, says: says.filter(Boolean).join(': ') }];
      });
    })
    .toSorted((a, b) => b.points - a.points);
}

/** Of the first element that an audit names. */
function selectorOf({ node, items }: Item): string | undefined {
  return node?.selector ?? items?.map(selectorOf).find(Boolean);
}

const metrics = {
  fcp: 'first-contentful-paint',
  lcp: 'largest-contentful-paint',
  tbt: 'total-blocking-time',
  shift: 'cumulative-layout-shift',
  speed: 'speed-index',
} as const;

/** The medians of several runs. */
function mediansOf(reports: Report[]) {
  const score = (category: string) =>
    quantileOf(
      reports.map((each) => 100 * (each.categories[category]?.score ?? NaN)),
      0.5,
    );
  const metric = (name: keyof typeof metrics) =>
    quantileOf(
      reports.map((each) => each.audits[metrics[name]]?.numericValue ?? NaN),
      0.5,
    );
  return { score, metric };
}

/** Compares the page with an empty one, each measured as often in turn. */
export function comparisonOf(ours: Report[], empty: Report[]): Record<string, Row> {
  const [page, least] = [mediansOf(ours), mediansOf(empty)];
  const inMs = (name: keyof typeof metrics): [string, Row][] => [
    [name.toUpperCase(), row(page.metric(name), 'ms')],
    [`${name.toUpperCase()} of the empty page`, row(least.metric(name), 'ms')],
  ];
  return Object.fromEntries<Row>([
    ...categories.map((category): [string, Row] => [category, row(page.score(category), '', atLeast(100))]),
    ['performance of the empty page', row(least.score('performance'), '')],
    ...inMs('fcp'),
    ...inMs('lcp'),
    ['LCP, ratio', row(page.metric('lcp') / least.metric('lcp'), '', atMost(1.25), 2)],
    ...inMs('tbt'),
    ['TBT, difference', row(page.metric('tbt') - least.metric('tbt'), 'ms', atMost(50))],
    ['speed index', row(page.metric('speed'), 'ms')],
    ['layout shift', row(page.metric('shift'), '', atMost(0), 4)],
  ]);
}

/**
 * @param browser - the path of a Chromium
 * @param emptyUrl - of the page to compare with
 */
export async function measureWithLighthouse(
  url: string,
  emptyUrl: string,
  browser: string,
): Promise<{ rows: Record<string, Row>; findings: Finding[] }> {
  const command = path.join(await installPackage('lighthouse'), 'node_modules/lighthouse/cli/index.js');
  const [ours, empty]: [Report[], Report[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    // In turn, so that what else the machine does affects both.
    ours.push(await repeatedReport(command, url, browser));
    empty.push(await repeatedReport(command, emptyUrl, browser));
  }
  const performance = ours.map(({ categories }) => categories['performance']?.score ?? NaN);
  const median = ours[performance.indexOf(quantileOf(performance, 0.5))] ?? ours[0];
  return { rows: comparisonOf(ours, empty), findings: median ? findingsOf(median) : [] };
}

async function repeatedReport(command: string, url: string, browser: string): Promise<Report> {
  for (let failures = 0; ;) {
    try {
      return await report(command, url, browser);
    } catch (error) {
      failures += 1;
      if (failures > maxFailures) throw error;
      console.warn('Lighthouse failed. Running it again.');
    }
  }
}

async function report(command: string, url: string, browser: string): Promise<Report> {
  const { stdout } = await run(
    process.execPath,
    [
      command,
      url,
      '--output=json',
      '--quiet',
      '--no-enable-error-reporting',
      `--only-categories=${categories.join(',')}`,
      `--chrome-flags=${['--headless=new', ...browserArguments].join(' ')}`,
    ],
    { env: { ...process.env, CHROME_PATH: browser }, maxBuffer: 2 ** 26, timeout: timeoutMs },
  );
  const result = JSON.parse(stdout) as Report;
  if (result.runtimeError) throw new Error(`Lighthouse: ${result.runtimeError.message}`);
  return result;
}
