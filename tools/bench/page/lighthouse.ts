/** Runs Lighthouse for the page on a phone: https://developer.chrome.com/docs/lighthouse/overview */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { browserArguments } from '../../../e2e/browser';
import { atLeast, row, type Row } from '../goal';
import { installPackage } from '../install-package';
import { quantileOf } from '../../statistics/quantile';

const run = promisify(execFile);
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const runs = 3;
/** Lighthouse sometimes misses the navigation and asks to be run again. */
const mostFailures = 2;
const timeoutMs = 180_000;

/** Some audits have tables of tables. */
interface Item {
  node?: { selector?: string };
  items?: Item[];
}

interface Audit {
  title: string;
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

/** @param browser - the path of a Chromium */
export async function measureWithLighthouse(
  url: string,
  browser: string,
): Promise<{ scores: Record<string, Row>; findings: Finding[] }> {
  const command = path.join(await installPackage('lighthouse'), 'node_modules/lighthouse/cli/index.js');
  const reports: Report[] = [];
  for (let failures = 0; reports.length < runs;) {
    try {
      reports.push(await report(command, url, browser));
    } catch (error) {
      failures += 1;
      if (failures > mostFailures) throw error;
      console.warn('Lighthouse failed. Running it again.');
    }
  }
  const scoresOf = (category: string) => reports.map((each) => 100 * (each.categories[category]?.score ?? NaN));
  const performance = scoresOf('performance');
  const median = reports[performance.indexOf(quantileOf(performance, 0.5))] ?? reports[0];
  if (!median) throw new Error('Lighthouse returned no report.');
  return {
    scores: Object.fromEntries<Row>([
      ...categories.map((category): [string, Row] => [
        `Lighthouse, ${category}, median of ${runs}`,
        row(quantileOf(scoresOf(category), 0.5), '', atLeast(100)),
      ]),
      ...[
        'first-contentful-paint',
        'largest-contentful-paint',
        'total-blocking-time',
        'cumulative-layout-shift',
        'speed-index',
      ].map((metric): [string, Row] => [
        `  ${median.audits[metric]?.title ?? metric}`,
        { figure: median.audits[metric]?.displayValue ?? 'none' },
      ]),
    ]),
    findings: findingsOf(median),
  };
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
