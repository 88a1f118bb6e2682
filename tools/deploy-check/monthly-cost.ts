/** What a deployment costs per month without viewers: list prices in us-east-1, before the free tier. */
import { z } from 'zod';
import { limits } from '../../amplify/limits';
import { prices } from '../pricing/prices';
import { resourcesOf, type Template } from './templates';

const monthMinutes = 730 * 60;
const daySeconds = 86_400;

/**
 * US dollars per month; a gigabyte is stored with its continuous backup. https://aws.amazon.com/waf/pricing/,
 * https://aws.amazon.com/cloudwatch/pricing/, https://aws.amazon.com/dynamodb/pricing/on-demand/
 */
const monthly = { webAcl: 5, webAclRule: 1, alarmMetric: 0.1, customMetric: 0.3, storedGigabyte: 0.25 + 0.2 };

/** US dollars per GB-second. https://aws.amazon.com/lambda/pricing/ */
const gigabyteSecond = { arm64: prices.gigabyteSeconds.value, x86_64: 0.0000166667 };

/** A run lasts a minute, and until the next one starts its first round: half a round on average, and its head start. */
const runSeconds = 66;

/**
 * A run reads the last 50 rounds of up to 2 KB before each round, and writes one. It looks at the settings, the playlist and
 * the last round before each time at which a round of any length could start, and at the settings before it stores records.
 */
const readUnitsPerRound = 32;
const writeUnitsPerRound = 2;
const roundGigabytes = 2000 / 10 ** 9;

/** `RoundsStarted` and `RoundsNotDue`, which are written together. */
const rotatorMetrics = 2;

export interface CostRow {
  what: string;
  /** US dollars per month. */
  usd: number;
}

const scheduleSchema = z.object({
  ScheduleExpression: z
    .string()
    .regex(/^cron\(\S+ (\*|[\d,]+) \* \* \? \*\)$/, 'only hours of every day are supported'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
});

const rotatorSchema = z.object({
  MemorySize: z.number(),
  Architectures: z.tuple([z.enum(['arm64', 'x86_64'])]).default(['x86_64']),
  Environment: z.object({ Variables: z.object({ ROUND_SECONDS: z.coerce.number().positive() }) }),
});

/**
 * Lists the costs of the deployed resources that cost something without viewers.
 *
 * @throws if the templates have no rotator with a schedule of whole hours
 */
export function monthlyCost(templates: Template[]): CostRow[] {
  const [schedule] = resourcesOf(templates, 'AWS::Scheduler::Schedule');
  const rotator = resourcesOf(templates, 'AWS::Lambda::Function')
    .map(({ Properties }) => rotatorSchema.safeParse(Properties))
    .find(({ success }) => success)?.data;
  if (!schedule || !rotator) throw new Error('The deployment has no rotator with a schedule.');

  const runs = monthMinutes * shareOfDay(scheduleSchema.parse(schedule.Properties));
  const rounds = (runs * 60) / rotator.Environment.Variables.ROUND_SECONDS;
  const [architecture] = rotator.Architectures;
  const webAcls = resourcesOf(templates, 'AWS::WAFv2::WebACL');
  const rules = webAcls.reduce((sum, { Properties }) => sum + listOf(Properties.Rules).length, 0);
  const alarmMetrics = resourcesOf(templates, 'AWS::CloudWatch::Alarm').reduce(
    (sum, { Properties }) => sum + (listOf(Properties.Metrics).filter(isMetric).length || 1),
    0,
  );
  const per = ({ value, per }: { value: number; per: number }) => value / per;
  const perRequest =
    per(prices.requests) + per(prices.loggedRequests) + (webAcls.length && per(prices.firewallRequests));
  return [
    {
      what: `rotator, ${rotator.MemorySize} MB on ${architecture}`,
      usd: runs * (per(prices.invocations) + (runSeconds * rotator.MemorySize * gigabyteSecond[architecture]) / 1024),
    },
    { what: 'firewall', usd: webAcls.length * monthly.webAcl + rules * monthly.webAclRule },
    { what: `alarms on ${alarmMetrics} metrics`, usd: alarmMetrics * monthly.alarmMetric },
    {
      what: 'rounds: requests, log, rows',
      usd:
        rounds * (perRequest + readUnitsPerRound * per(prices.readUnits) + writeUnitsPerRound * per(prices.writeUnits)),
    },
    {
      what: `rounds: ${limits.roundRetentionSeconds / daySeconds} days of rows`,
      usd: (rounds / (monthMinutes * 60)) * limits.roundRetentionSeconds * roundGigabytes * monthly.storedGigabyte,
    },
    { what: "the rotator's metrics", usd: runs > 0 ? rotatorMetrics * monthly.customMetric : 0 },
  ].filter(({ usd }) => usd > 0);
}

function shareOfDay({ ScheduleExpression, State }: z.infer<typeof scheduleSchema>): number {
  if (State === 'DISABLED') return 0;
  const hours = ScheduleExpression.split(' ')[1] ?? '';
  return hours === '*' ? 1 : hours.split(',').length / 24;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** An alarm on an expression lists the expression too, which costs nothing. */
const isMetric = (entry: unknown) => typeof entry === 'object' && entry !== null && 'MetricStat' in entry;
