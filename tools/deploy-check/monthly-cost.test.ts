import { expect, it } from 'vitest';
import { monthlyCost } from './monthly-cost';
import { parseTemplate } from './templates';

const deployment = (schedule: object = {}, resources: object = {}, fn: object = {}) => [
  parseTemplate(
    'stack',
    JSON.stringify({
      Resources: {
        Schedule: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: { ScheduleExpression: 'cron(* * * * ? *)', State: 'ENABLED', ...schedule },
        },
        Other: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1024 } },
        Rotator: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            MemorySize: 256,
            Architectures: ['arm64'],
            Environment: { Variables: { ROUND_SECONDS: '10' } },
            ...fn,
          },
        },
        ...resources,
      },
    }),
  ),
];

const costOf = (templates: ReturnType<typeof deployment>, what: string) =>
  monthlyCost(templates).find((row) => row.what.startsWith(what))?.usd ?? 0;

it('a rotator costs $9.64 a month on arm64, and a quarter more on x86_64', () => {
  expect(costOf(deployment(), 'rotator')).toBeCloseTo(9.64, 1);
  const x86 = costOf(deployment({}, {}, { Architectures: undefined }), 'rotator');
  expect(x86 / costOf(deployment(), 'rotator')).toBeCloseTo(1.25, 2);
});

it('a rotator that plays some hours, or never, costs a part or nothing', () => {
  const evening = deployment({ ScheduleExpression: 'cron(* 18,19,20,21,22,23 * * ? *)' });
  expect(costOf(evening, 'rotator')).toBeCloseTo(costOf(deployment(), 'rotator') / 4);
  expect(costOf(evening, 'rounds')).toBeCloseTo(costOf(deployment(), 'rounds') / 4);
  expect(monthlyCost(deployment({ State: 'DISABLED' }))).toEqual([]);
});

it('shorter rounds cost more requests, and no more of the rotator', () => {
  const short = deployment({}, {}, { Environment: { Variables: { ROUND_SECONDS: '5' } } });
  expect(costOf(short, 'rounds')).toBeCloseTo(2 * costOf(deployment(), 'rounds'));
  expect(costOf(short, 'rotator')).toBeCloseTo(costOf(deployment(), 'rotator'));
});

it('a month of rounds is stored for about $0.23, with its backup', () => {
  expect(costOf(deployment(), 'rounds: 30 days')).toBeCloseTo(0.23, 2);
});

it('a firewall costs $5 and $1 for each rule', () => {
  const webAcl = { Firewall: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } } };
  expect(costOf(deployment({}, webAcl), 'firewall')).toBe(7);
});

it('an alarm costs $0.10 for each metric, and nothing for its expression', () => {
  const alarms = {
    One: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Sum: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'a + b' }, { MetricStat: {} }, { MetricStat: {} }] },
    },
  };
  expect(costOf(deployment({}, alarms), 'alarms')).toBeCloseTo(0.3);
});

it.each([{ ScheduleExpression: 'rate(1 minute)' }, { ScheduleExpression: 'cron(* * * * MON *)' }])(
  'a schedule whose hours are unknown has no estimate: %j',
  (schedule) => {
    expect(() => monthlyCost(deployment(schedule))).toThrow('only hours of every day');
  },
);

it('a deployment without a rotator has no estimate', () => {
  expect(() => monthlyCost([parseTemplate('stack', '{"Resources":{}}')])).toThrow('no rotator');
});
