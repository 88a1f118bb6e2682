/**
 * Date patterns of java.time's DateTimeFormatter, with the letters that apps commonly use. Other letters are refused.
 */
interface Token {
  /** A pattern letter, or undefined for literal text. */
  letter?: string;
  width: number;
  text: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A local date and time. */
function fieldsAt(epochMs: number, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      weekday: 'long',
      timeZoneName: 'longOffset',
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
}

function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)].map(([text, quoted, letter]): Token => {
    if (letter) return { letter, width: text.length, text };
    return { width: text.length, text: quoted === undefined ? text : quoted.replaceAll("''", "'") || "'" };
  });
}

const unsupported = (token: Token, pattern: string) =>
  new Error(`The local runtime can't evaluate "${token.text}" in the date pattern ${pattern}.`);

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Formats `GMT+05:30` as `+0530` and the like. The letter X formats a zero offset as `Z`. */
function offset({ letter, width, text }: Token, longOffset: string, pattern: string): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d\d):(\d\d)/.exec(longOffset) ?? [];
  const isZero = hours === '00' && minutes === '00';
  if (letter === 'X' && isZero) return 'Z';
  if (width > 3) throw unsupported({ width, text }, pattern);
  if (letter === 'Z' || width === 2) return `${sign}${hours}${minutes}`;
  if (width === 3) return `${sign}${hours}:${minutes}`;
  return minutes === '00' ? `${sign}${hours}` : `${sign}${hours}${minutes}`;
}

/**
 * @param zone - an IANA name or an offset such as `+02:00`.
 * @throws Error for a pattern letter that is not supported, RangeError for an unknown zone.
 */
export function formatTime(epochMs: number, pattern: string, zone = 'UTC'): string {
  const at = fieldsAt(epochMs, zone);
  const hour = Number(at.hour);
  const number = (value: number | string | undefined, width: number) => String(Number(value)).padStart(width, '0');
  const one = (token: Token): string => {
    const { letter, width, text } = token;
    switch (letter) {
      case undefined:
        return text;
      case 'y':
      case 'u':
        return width === 2 ? String(at.year).slice(-2) : number(at.year, width);
      case 'M': {
        const name = months[Number(at.month) - 1] ?? '';
        return width === 3 ? name.slice(0, 3) : width === 4 ? name : number(at.month, width);
      }
      case 'd':
        return number(at.day, width);
      case 'H':
        return number(hour, width);
      case 'h':
        return number(hour % 12 || 12, width);
      case 'm':
        return number(at.minute, width);
      case 's':
        return number(at.second, width);
      case 'S':
        return number(((epochMs % 1000) + 1000) % 1000, 3)
          .padEnd(width, '0')
          .slice(0, width);
      case 'a':
        return hour < 12 ? 'AM' : 'PM';
      case 'E':
        return width === 4 ? String(at.weekday) : String(at.weekday).slice(0, 3);
      case 'X':
      case 'x':
      case 'Z':
        return offset(token, String(at.timeZoneName), pattern);
      case 'V':
        return zone;
      default:
        throw unsupported(token, pattern);
    }
  };
  return tokensOf(pattern).map(one).join('');
}

/** Numbers and offsets can be parsed, but not names of months and days. */
const readable: Record<string, (width: number) => string> = {
  y: (width) => `(?<year>\\d{${width}})`,
  u: (width) => `(?<year>\\d{${width}})`,
  M: (width) => `(?<month>\\d{${width},2})`,
  d: (width) => `(?<day>\\d{${width},2})`,
  H: (width) => `(?<hour>\\d{${width},2})`,
  m: (width) => `(?<minute>\\d{${width},2})`,
  s: (width) => `(?<second>\\d{${width},2})`,
  S: (width) => `(?<fraction>\\d{${width}})`,
  X: () => '(?<offset>Z|[+-]\\d\\d(?::?\\d\\d)?)',
  x: () => '(?<offset>[+-]\\d\\d(?::?\\d\\d)?)',
  Z: () => '(?<offset>[+-]\\d\\d:?\\d\\d)',
};

const offsetMs = (text: string): number => {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):?(\d\d)?/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
};

/** Returns the offset to subtract from a local time. Computed twice, since the offset depends on the instant. */
function zoneOffsetMs(localMs: number, zone: string): number {
  const at = (epochMs: number) => offsetMs(String(fieldsAt(epochMs, zone).timeZoneName));
  return at(localMs - at(localMs));
}

/**
 * @param zone - used if the pattern has no offset.
 * @throws Error if the text does not match the pattern.
 */
export function parseTime(text: string, pattern: string, zone?: string): number {
  const source = tokensOf(pattern).map((token) => {
    if (!token.letter) return token.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    const toRegex = readable[token.letter];
    if (!toRegex || (token.letter === 'M' && token.width > 2)) throw unsupported(token, pattern);
    return toRegex(token.width);
  });
  const parts = new RegExp(`^${source.join('')}$`).exec(text)?.groups;
  if (!parts) throw new Error(`${text} is not a time of the form ${pattern}.`);
  const { year = '1970', month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0' } = parts;
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const localMs =
    Date.UTC(fullYear, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) +
    Math.floor(Number(`0.${fraction}`) * 1000);
  if (parts.offset) return localMs - offsetMs(parts.offset);
  if (!zone) throw new Error(`${pattern} has no time zone, and none was given.`);
  return localMs - zoneOffsetMs(localMs, zone);
}
