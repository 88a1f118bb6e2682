/** Functions directly in `util`: "Built-in utilities" in the AppSync developer guide. */
import { randomBytes, randomUUID } from 'node:crypto';
import { matches } from './java-regex';

/** Seconds from the Unix epoch to the KSUID epoch. */
const ksuidEpoch = 1_400_000_000;
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function inBase(value: bigint, digits: string, length: number): string {
  const base = BigInt(digits.length);
  let text = '';
  for (let rest = value; text.length < length; rest /= base) text = digits.charAt(Number(rest % base)) + text;
  return text;
}

const bigRandom = (bytes: number) => BigInt(`0x${randomBytes(bytes).toString('hex')}`);

/** Encodes as `java.net.URLEncoder`: as form data, with `~` but not `*` escaped. */
function urlEncode(text: string): string {
  const escape = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, escape)
    .replaceAll('%20', '+');
}

const escapes: Record<string, string> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
};

/** Escapes as `escapeEcmaScript` of Apache Commons. */
function escapeJavaScript(text: string): string {
  const unicode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return text.replace(/["'\\/]|[^\x20-\x7f]/g, (unit) => escapes[unit] ?? unicode(unit));
}

export const createUtil = (now: () => number) => ({
  autoId: () => randomUUID(),
  autoUlid: () => inBase(BigInt(now()), crockford, 10) + inBase(bigRandom(10), crockford, 16),
  autoKsuid: () => {
    const seconds = BigInt(Math.floor(now() / 1000) - ksuidEpoch);
    return inBase((seconds << 128n) | bigRandom(16), base62, 27);
  },
  urlEncode,
  urlDecode: (text: string) => decodeURIComponent(text.replaceAll('+', ' ')),
  base64Encode: (text: string) => Buffer.from(text, 'utf8').toString('base64'),
  base64Decode: (text: string) => Buffer.from(text, 'base64').toString('utf8'),
  escapeJavaScript,
  matches,
});
