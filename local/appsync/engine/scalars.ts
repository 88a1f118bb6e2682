/** AppSync's own scalars: "Scalar types in GraphQL" in the AppSync developer guide. */
import { isIP } from 'node:net';
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';

const offset = '(?:Z|[+-]\\d\\d:\\d\\d(?::\\d\\d)?)';
const date = '(\\d{4}-\\d\\d-\\d\\d)';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{0,9})?)?';
const datePattern = new RegExp(`^${date}${offset}?$`);
const timePattern = new RegExp(`^${time}${offset}?$`);
const dateTimePattern = new RegExp(`^${date}T${time}${offset}$`);
/** An unquoted local part of RFC 822, and a domain. */
const emailPattern =
  /^[^\s@"(),:;<>[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
/** A country code and 7 to 14 digits, or ten digits of the North American plan. */
const phonePattern = /^(?:\+\d{1,3}[ -]?(?:\d[ -]?){6,13}\d|\(?[2-9]\d{2}\)?[ -]?[2-9]\d{2}[ -]?\d{4})$/;
const urlPattern = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;

/** JavaScript reads 2025-02-30 as March 2. */
function isCalendarDate(text: string | undefined): boolean {
  if (!text) return false;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}

function isUrl(text: string): boolean {
  if (!urlPattern.test(text) || !URL.canParse(text)) return false;
  return !new URL(text).pathname.replace(/^\/\//, '').includes('//');
}

function isIpAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/** Creates a scalar of strings in a certain format. */
function stringScalar(name: string, description: string, isValid: (text: string) => boolean): GraphQLScalarType {
  const check = (value: unknown): string => {
    if (typeof value !== 'string' || !isValid(value))
      throw new GraphQLError(`Unable to turn ${JSON.stringify(value)} into a valid ${name}`);
    return value;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: check,
    parseValue: check,
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node)),
  });
}

const AWSTimestamp = (() => {
  const check = (value: unknown): number => {
    if (!Number.isSafeInteger(value))
      throw new GraphQLError(`Unable to turn ${JSON.stringify(value)} into a valid AWSTimestamp`);
    return value as number;
  };
  return new GraphQLScalarType({
    name: 'AWSTimestamp',
    description: 'Seconds before or after 1970-01-01T00:00Z.',
    serialize: check,
    parseValue: check,
    parseLiteral: (node) => check(node.kind === Kind.INT ? Number(node.value) : valueFromASTUntyped(node)),
  });
})();

/** Resolvers see the parsed value; callers send and receive a string. */
const AWSJSON = (() => {
  const parse = (value: unknown): unknown => {
    if (typeof value === 'string') {
      try {
        return JSON.parse(value) as unknown;
      } catch {
        // The error below is thrown.
      }
    }
    throw new GraphQLError(`Unable to parse ${JSON.stringify(value)} as valid JSON.`);
  };
  return new GraphQLScalarType({
    name: 'AWSJSON',
    description: 'A JSON string.',
    serialize: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
})();

export const awsScalars: readonly GraphQLScalarType[] = [
  stringScalar('AWSDate', 'YYYY-MM-DD, with or without an offset.', (text) =>
    isCalendarDate(datePattern.exec(text)?.[1]),
  ),
  stringScalar('AWSTime', 'hh:mm:ss.sss, with or without an offset.', (text) => timePattern.test(text)),
  stringScalar('AWSDateTime', 'YYYY-MM-DDThh:mm:ss.sssZ.', (text) => isCalendarDate(dateTimePattern.exec(text)?.[1])),
  AWSTimestamp,
  stringScalar('AWSEmail', 'An e-mail address (RFC 822).', (text) => emailPattern.test(text)),
  AWSJSON,
  stringScalar('AWSPhone', 'A phone number.', (text) => phonePattern.test(text)),
  stringScalar('AWSURL', 'A URL (RFC 1738).', isUrl),
  stringScalar('AWSIPAddress', 'An IPv4 or IPv6 address, or a subnet.', isIpAddress),
];
