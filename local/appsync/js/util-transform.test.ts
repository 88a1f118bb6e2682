/** Expressions for filters, as captured from AWS's runtime. */
import { describe, expect, it } from 'vitest';
import { transformUtil } from './util-transform';

function expressionOf(filter: unknown) {
  const json = transformUtil.toDynamoDBFilterExpression(filter);
  return json === null
    ? null
    : (JSON.parse(json) as { expression: string; expressionNames: unknown; expressionValues: unknown });
}

describe('toDynamoDBFilterExpression', () => {
  it('returns a JSON string with names and values', () => {
    expect(transformUtil.toDynamoDBFilterExpression({ content: { contains: 'foo' } })).toBe(
      '{"expression":"(contains(#content,:content_contains))","expressionNames":{"#content":"content"},' +
        '"expressionValues":{":content_contains":{"S":"foo"}}}',
    );
  });

  it.each([
    [{ v: { eq: 'x' } }, '(#v = :v_eq)'],
    [{ v: { ne: 'x' } }, '(#v <> :v_ne)'],
    [{ v: { lt: 'x' } }, '(#v < :v_lt)'],
    [{ v: { le: 'x' } }, '(#v <= :v_le)'],
    [{ v: { gt: 'x' } }, '(#v > :v_gt)'],
    [{ v: { ge: 'x' } }, '(#v >= :v_ge)'],
    [{ v: { notContains: 'x' } }, '(NOT contains(#v,:v_notContains))'],
    [{ v: { beginsWith: 'x' } }, '(begins_with(#v,:v_beginsWith))'],
    [{ v: { between: [1, 9, 3] } }, '(#v BETWEEN :v_between_start AND :v_between_end)'],
    [{ v: { in: ['a', 'b'] } }, '(#v IN (:v_in_0, :v_in_1))'],
    [{ v: { attributeExists: true } }, '(attribute_exists(#v))'],
    [{ v: { attributeExists: false } }, '(attribute_not_exists(#v))'],
    [{ v: { attributeType: '_null' } }, '(attribute_type(#v,:v_attributeType))'],
    [{ v: { size: { gt: 2 } } }, '(size(#v) > :v_size_gt)'],
    [{ v: { size: { gt: 2, lt: 5 } } }, '((size(#v) > :v_size_gt) AND (size(#v) < :v_size_lt))'],
    [{ v: { size: { size: { gt: 1 } } } }, '(size(#v) > :v_size_size_gt)'],
    [{ v: { size: { attributeExists: true } } }, '(attribute_exists(size(#v)))'],
    [{ a: { eq: 1 }, b: { eq: 2 } }, '(#a = :a_eq) AND (#b = :b_eq)'],
    [{ v: { ge: 1, le: 5 } }, '((#v >= :v_ge) AND (#v <= :v_le))'],
    [{ 'a.b': { eq: 1 } }, '(#a.b = :a.b_eq)'],
    [{ and: [{ a: { eq: 1 } }] }, '(#a = :and_0_a_eq)'],
    [{ and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, '((#a = :and_0_a_eq) AND (#b = :and_1_b_eq))'],
    [{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, '((#a = :or_0_a_eq) OR (#b = :or_1_b_eq))'],
    [{ not: { a: { eq: 1 } } }, '(NOT (#a = :not_a_eq))'],
    [{ not: { not: { a: { eq: 1 } } } }, '(NOT (NOT (#a = :not_not_a_eq)))'],
    [
      { not: { and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] } },
      '(NOT ((#a = :not_and_0_a_eq) AND (#b = :not_and_1_b_eq)))',
    ],
    [{ and: [{ not: { a: { eq: 1 } } }, { b: { eq: 2 } }] }, '((NOT (#a = :and_0_not_a_eq)) AND (#b = :and_1_b_eq))'],
    [
      { or: [{ and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, { c: { eq: 3 } }] },
      '(((#a = :or_0_and_0_a_eq) AND (#b = :or_0_and_1_b_eq)) OR (#c = :or_1_c_eq))',
    ],
    [{ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }, '(#a = :a_eq) AND (#b = :and_0_b_eq)'],
  ])('%j', (filter, expression) => {
    expect(expressionOf(filter)?.expression).toBe(expression);
  });

  it.each([
    [{}, ''],
    [{ and: [] }, ''],
    [{ v: {} }, ''],
    [{ not: {} }, '(NOT )'],
    [{ v: { in: [] } }, '(null)'],
    [{ a: { eq: 1 }, b: {} }, '(#a = :a_eq) AND '],
    [{ and: [{ a: { eq: 1 } }, {}] }, '((#a = :and_0_a_eq) AND )'],
  ])('converts empty conditions to nothing, even if the result is not an expression: %j', (filter, expression) => {
    expect(expressionOf(filter)?.expression).toBe(expression);
  });

  it.each([
    [undefined],
    [null],
    [[]],
    ['text'],
    [{ v: { foo: 1 } }],
    [{ v: 'x' }],
    [{ a: { b: { eq: 1 } } }],
    [{ and: { a: { eq: 1 } } }],
    [{ and: null }],
    [{ and: [{ a: { eq: 1 } }, null] }],
    [{ not: [{ a: { eq: 1 } }] }],
    [{ v: { between: [1] } }],
    [{ v: { in: 'x' } }],
    [{ v: { attributeExists: 'yes' } }],
    [{ v: { attributeType: 'S' } }],
    [{ v: { size: 3 } }],
  ])('returns null for a filter that cannot be converted: %j', (filter) => {
    expect(expressionOf(filter)).toBeNull();
  });

  it.each([
    ['x', { S: 'x' }],
    [1.5, { N: 1.5 }],
    [true, { BOOL: true }],
    [null, { NULL: null }],
    [{ a: 1 }, { M: { a: { N: 1 } } }],
    [[1, 2], { L: [{ N: 1 }, { N: 2 }] }],
  ])('converts %j to a typed value', (value, typed) => {
    expect(expressionOf({ v: { eq: value } })?.expressionValues).toEqual({ ':v_eq': typed });
  });
});
