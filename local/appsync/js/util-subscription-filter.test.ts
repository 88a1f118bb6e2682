/** Filters as captured from AWS's runtime, as `field operator value` by group. */
import { describe, expect, it } from 'vitest';
import { toSubscriptionFilter } from './util-subscription-filter';

const written = (...args: Parameters<typeof toSubscriptionFilter>) =>
  toSubscriptionFilter(...args)?.filterGroup.map(({ filters }) =>
    filters.map(({ fieldName, operator, value }) => `${fieldName} ${operator} ${JSON.stringify(value)}`).join(' & '),
  );

describe('toSubscriptionFilter', () => {
  it.each([
    [{ a: { eq: 1 } }, ['a eq 1']],
    [{ a: { eq: 1 }, b: { eq: 2 } }, ['a eq 1 & b eq 2']],
    [{ and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, ['a eq 1 & b eq 2']],
    [{ z: { eq: 0 }, and: [{ a: { eq: 1 } }] }, ['z eq 0 & a eq 1']],
    [{ 'loc.addr.country': { eq: 'USA' } }, ['loc.addr.country eq "USA"']],
    [{ a: { eq: 1, ne: 2 } }, ['a eq 1', 'a ne 2']],
    [{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, ['a eq 1', 'b eq 2']],
    [{ and: [{ a: { eq: 1 } }, { or: [{ b: { eq: 2 } }, { c: { eq: 3 } }] }] }, ['a eq 1 & b eq 2', 'a eq 1 & c eq 3']],
    [{ a: { bogus: 1 } }, ['a bogus 1']],
    [{ not: { a: { eq: 1 } } }, ['not a {"eq":1}']],
    [{}, []],
    [{ a: {} }, []],
    [{ and: [] }, []],
  ])('%j', (filter, groups) => {
    expect(written(filter)).toEqual(groups);
  });

  it('omits ignored fields at any level', () => {
    expect(written({ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }, ['b'])).toEqual(['a eq 1']);
  });

  it('requires at least one strict rule to match', () => {
    expect(written({ a: { eq: 1 } }, [], { r1: { ge: 250 }, r2: { eq: 'p' } })).toEqual([
      'a eq 1 & r1 ge 250',
      'a eq 1 & r2 eq "p"',
    ]);
    expect(written({}, [], { r1: { eq: 1 } })).toEqual(['r1 eq 1']);
  });

  it.each([[null], [undefined], [[]], ['{"a":{"eq":1}}']])('returns null for %j', (filter) => {
    expect(toSubscriptionFilter(filter)).toBeNull();
  });
});
