/** Odd texts, mutated texts and bytes, and odd JSON. */
import fc from 'fast-check';

/** Texts that parsers, encoders, regular expressions, terminals and prototypes often handle wrongly. */
const oddities = [
  '',
  ' ',
  '\0',
  '\t',
  '\n',
  '\r\n',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u200b',
  '\u200f',
  '\u2028',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\udc00',
  '🎬',
  'é',
  'e\u0301',
  '"',
  "'",
  '\\',
  '\\u0000',
  '`',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  ':',
  ',',
  '#',
  '$',
  '$x',
  '@skip',
  '!',
  '...',
  '%',
  '%00',
  '%ff',
  '../',
  '/',
  '//',
  '?',
  '&',
  '=',
  ';',
  '-1',
  '0',
  '1e999',
  '2147483648',
  '9007199254740993',
  'NaN',
  'null',
  'true',
  'undefined',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__typename',
  '__schema',
  '<script>',
  '${x}',
  '{{x}}',
  "' OR 1=1",
  '$ctx.args',
  'a'.repeat(300),
  '[['.repeat(200),
];

export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddities) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...oddities), fc.string({ maxLength: 5 }), fc.constantFrom(...oddities))
      .map((parts) => parts.join('')),
  },
);

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(6),
    inserted: fc.oneof(fc.constant(''), oddText),
    isCut: fc.nat(12).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A text with a few removed, replaced or inserted parts, or truncated. */
export function mutated(text: string): fc.Arbitrary<string> {
  return edits.map((all) =>
    all.reduce((changed, { at, removed, inserted, isCut }) => {
      const start = Math.floor(at * changed.length);
      return changed.slice(0, start) + inserted + (isCut ? '' : changed.slice(start + removed));
    }, text),
  );
}

/** The same for bytes, which may make UTF-8 invalid. */
export function mutatedBytes(text: string): fc.Arbitrary<Buffer> {
  return fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 4 }), fc.nat(4)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) =>
      all.reduce<Buffer>((changed, [at, inserted, removed]) => {
        const start = Math.floor(at * changed.length);
        return Buffer.concat([changed.subarray(0, start), inserted, changed.subarray(start + removed)]);
      }, Buffer.from(text)),
    );
}

/** Any JSON value, with unusual keys and values, sometimes deeply nested. */
export const oddJson: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.anything({
      key: oddText,
      values: [
        oddText,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
      ],
      maxDepth: 3,
    }),
  },
  { weight: 1, arbitrary: oddText },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      0,
      -0,
      -1,
      1.5,
      1e21,
      2 ** 31,
      2 ** 53,
      true,
      false,
      null,
      [],
      {},
      [[]],
      [null],
    ),
  },
  { weight: 1, arbitrary: fc.nat(3000).map((depth) => new Raw('['.repeat(depth) + ']'.repeat(depth))) },
  { weight: 1, arbitrary: fc.nat(3000).map((depth) => new Raw('{"a":'.repeat(depth) + '1' + '}'.repeat(depth))) },
);

/** JSON text that `JSON.stringify` cannot produce. */
class Raw {
  constructor(readonly text: string) {}
}

/** Serializes JSON. `__proto__` is an ordinary key. */
export function toJson(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`)
      .join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}
