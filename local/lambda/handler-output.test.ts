import { expect, it } from 'vitest';
import { toLogLine } from './handler-output';

it.each([
  ['plain text', 'warn', 'five votes', { level: 'warn', message: 'five votes', fields: {} }],
  ['JSON', 'info', '{"message":"counted","votes":5}', { level: 'info', message: 'counted', fields: { votes: 5 } }],
  [
    'JSON with a level',
    'info',
    '{"level":"ERROR","timestamp":"t","msg":"no"}',
    { level: 'error', message: 'no', fields: {} },
  ],
  ['JSON without a message', 'info', '{"votes":5}', { level: 'info', message: undefined, fields: { votes: 5 } }],
  [
    'metrics',
    'info',
    '{"_aws":{"Timestamp":1},"Votes":5}',
    { level: 'debug', message: 'metrics', fields: { Votes: 5 } },
  ],
  ['text that only looks like JSON', 'error', '{ votes: 5 }', { level: 'error', message: '{ votes: 5 }', fields: {} }],
] as const)('%s', (_, level, text, expected) => {
  expect(toLogLine(level, text)).toEqual(expected);
});
