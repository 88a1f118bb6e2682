import { describe, expect, it } from 'vitest';
import { loadResolver } from './load-resolver';
import { containing } from '../../matchers.fixture';

const now = () => Date.UTC(2025, 0, 31, 23, 5, 9, 42);
const evaluate = (expression: string) => {
  const { request } = loadResolver(
    `import { util } from '@aws-appsync/utils'; export const request = () => (${expression}); export const response = () => null;`,
    { now },
  );
  const { evaluationResult, error } = request();
  return error ?? evaluationResult;
};

describe('util', () => {
  it.each([
    ['util.autoId()', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
    ['util.autoUlid()', /^01JJZ[\dA-HJKMNP-TV-Z]{21}$/],
    ['util.autoKsuid()', /^2[\dA-Za-z]{26}$/],
  ])('%s', (expression, form) => {
    expect(evaluate(expression)).toMatch(form);
  });

  it.each([
    [`util.urlEncode('a b&c=é~*')`, 'a+b%26c%3D%C3%A9%7E*'],
    [`util.urlDecode('a+b%26c')`, 'a b&c'],
    [`util.base64Encode('é')`, 'w6k='],
    [`util.base64Decode('w6k=')`, 'é'],
    [`util.escapeJavaScript('"a"\\n/é')`, '\\"a\\"\\n\\/\\u00E9'],
    ['util.authType()', 'IAM Authorization'],
    [`util.math.minVal(2, 1)`, 1],
    [`util.math.roundNum(2.5)`, 3],
    [`util.str.normalize('e\\u0301', 'nfc')`, 'é'],
    [`util.dynamodb.fromS3ObjectJson('{"s3":{"key":"k"}}')`, { key: 'k' }],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toEqual(value);
  });
});

describe('util.matches', () => {
  it.each([
    [`util.matches('a*b', 'aaaaab')`, true],
    [`util.matches('^[A-Za-z0-9-]{1,36}$', 'tab 1')`, false],
    [`util.matches('^[^\\\\p{Cc}]+$', 'Hello')`, true],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });

  it('refuses a pattern that matches only part of the value', () => {
    expect(evaluate(`util.matches('a', 'cat')`)).toMatchObject({
      message: containing('anchor the pattern'),
    });
  });

  it('refuses constructs that only Java has', () => {
    expect(evaluate(`util.matches('^\\\\p{javaLowerCase}$', 'a')`)).toMatchObject({
      message: containing('javaLowerCase'),
    });
  });
});

describe('util.time', () => {
  it.each([
    ['util.time.nowISO8601()', '2025-01-31T23:05:09.042Z'],
    ['util.time.nowEpochSeconds()', 1_738_364_709],
    ['util.time.nowEpochMilliSeconds()', 1_738_364_709_042],
    [`util.time.nowFormatted('yyyy-MM-dd HH:mm:ss.SSS')`, '2025-01-31 23:05:09.042'],
    [`util.time.nowFormatted("EEE, d MMM yy h:mm a 'UTC'")`, 'Fri, 31 Jan 25 11:05 PM UTC'],
    [`util.time.nowFormatted('yyyy-MM-dd HH:mm xxx', 'Asia/Kolkata')`, '2025-02-01 04:35 +05:30'],
    [`util.time.nowFormatted('HHX')`, '23Z'],
    [`util.time.epochMilliSecondsToISO8601(0)`, '1970-01-01T00:00:00.000Z'],
    [`util.time.epochMilliSecondsToSeconds(1999)`, 1],
    [`util.time.epochMilliSecondsToFormatted(0, 'yyyy')`, '1970'],
    [`util.time.parseISO8601ToEpochMilliSeconds('1970-01-01T01:00:00+01:00')`, 0],
    [`util.time.parseFormattedToEpochMilliSeconds('1970-01-01 02:00:00 +0200', 'yyyy-MM-dd HH:mm:ss Z')`, 0],
    [
      `util.time.parseFormattedToEpochMilliSeconds('1970-07-01 01:00', 'yyyy-MM-dd HH:mm', 'Europe/Paris')`,
      15_638_400_000,
    ],
  ])('%s', (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });

  it('refuses unknown letters', () => {
    expect(evaluate(`util.time.nowFormatted('YYYY')`)).toMatchObject({ message: containing('"YYYY"') });
  });
});
