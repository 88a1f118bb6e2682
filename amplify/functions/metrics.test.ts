import { afterEach, expect, it, vi } from 'vitest';
import { writeMetrics } from './metrics';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('metrics are one line of JSON with the required members at its root', () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'tally-1234');
  const lines: string[] = [];
  writeMetrics({ Votes: 12, VoteToScreenDelay: 840 }, 1_700_000_000_000, (line) => lines.push(line));

  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    _aws: {
      Timestamp: 1_700_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'Matinee',
          Dimensions: [['FunctionName']],
          Metrics: [
            { Name: 'Votes', Unit: 'Count' },
            { Name: 'VoteToScreenDelay', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    FunctionName: 'tally-1234',
    Votes: 12,
    VoteToScreenDelay: 840,
  });
});
