/**
 * `util.dynamodb.*`: "DynamoDB helpers in util.dynamodb". As in AppSync, numbers stay JSON numbers and null becomes
 * `{ NULL: null }`, which DynamoDB itself does not accept.
 */
export type TypedValue = Record<string, unknown>;

export function toDynamoDB(value: unknown): TypedValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: value };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: null };
      return Array.isArray(value) ? { L: value.map(toDynamoDB) } : { M: toMapValues(value) };
    default:
      return { NULL: null };
  }
}

export function toMapValues(values: object): Record<string, TypedValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toDynamoDB(value)]));
}

const orNull =
  <T>(type: string) =>
  (value: T | null) =>
    value === null ? null : { [type]: value };

export const dynamodbUtil = {
  toDynamoDB,
  toString: orNull<string>('S'),
  toStringSet: orNull<string[]>('SS'),
  toNumber: orNull<number>('N'),
  toNumberSet: orNull<number[]>('NS'),
  toBinary: orNull<string>('B'),
  toBinarySet: orNull<string[]>('BS'),
  toBoolean: orNull<boolean>('BOOL'),
  toNull: () => ({ NULL: null }),
  toList: (values: unknown[] | null) => (values === null ? null : { L: values.map(toDynamoDB) }),
  toMap: (values: object | null) => (values === null ? null : { M: toMapValues(values) }),
  toMapValues: (values: object | null) => (values === null ? null : toMapValues(values)),
  toS3Object: (key: string, bucket: string, region: string, version?: string) => ({
    S: JSON.stringify({ s3: { key, bucket, region, version } }),
  }),
  fromS3ObjectJson: (json: string) => (JSON.parse(json) as { s3: unknown }).s3,
};
