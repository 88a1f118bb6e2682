import { describe, expect, it } from 'vitest';
import { awsScalars } from './scalars';

const scalar = (name: string) => {
  const found = awsScalars.find((one) => one.name === name);
  if (!found) throw new Error(`no scalar ${name}`);
  return found;
};

describe.each<[name: string, valid: unknown[], invalid: unknown[]]>([
  [
    'AWSDate',
    ['1970-01-01', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30:15', '2024-02-29'],
    ['2025-02-29', '1970-1-1', '1970-01-01T', 5],
  ],
  ['AWSTime', ['12:00:34.', '12:00:34.123', '12:00', '12:00:00Z', '12:00:00+05:30'], ['24:00:00', '12', '12:60:00']],
  [
    'AWSDateTime',
    ['1930-01-01T16:00:00-07:00', '2025-01-31T23:05:09.042Z', '2025-01-31T23:05Z'],
    ['2025-01-31T23:05:09', '2025-02-30T00:00:00Z', '2025-01-31'],
  ],
  ['AWSTimestamp', [-123123, 0], [1.5, '1', null]],
  ['AWSEmail', ['username@example.com', 'a.b+c@x.example'], ['example.com', 'a@', 'a b@example.com']],
  ['AWSPhone', ['+1 555 764 4377', '555-764-4377', '+49 30 1234567'], ['12', 'phone', '+1']],
  [
    'AWSURL',
    ['https://amazon.com', 'https://www.amazon.com/dp/B000NZW3KC/', 'mailto:example@example.com'],
    ['amazon.com', 'https://a.example/b//c', 'http://'],
  ],
  [
    'AWSIPAddress',
    ['127.0.0.1/8', '123.12.34.56', '1a2b:3c4b::1234:4567', '::1/128'],
    ['256.0.0.1', '127.0.0.1/33', '[::1]', 'localhost'],
  ],
])('%s', (name, valid, invalid) => {
  it.each(valid)('accepts %j', (value) => {
    expect(scalar(name).parseValue(value)).toBe(value);
    expect(scalar(name).serialize(value)).toBe(value);
  });

  it.each(invalid)('refuses %j', (value) => {
    expect((): unknown => scalar(name).parseValue(value)).toThrow(
      `Unable to turn ${JSON.stringify(value)} into a valid ${name}`,
    );
  });
});

describe('AWSJSON', () => {
  it('is parsed for resolvers and written as a string for callers', () => {
    expect(scalar('AWSJSON').parseValue('{"a":1}')).toEqual({ a: 1 });
    expect(scalar('AWSJSON').serialize({ a: 1 })).toBe('{"a":1}');
    expect(scalar('AWSJSON').serialize('{"a":1}')).toBe('{"a":1}');
  });

  it.each([['{'], ['text'], [{}]])('refuses %j', (value) => {
    expect((): unknown => scalar('AWSJSON').parseValue(value)).toThrow('Unable to parse');
  });
});
