/**
 * `util.transform.toSubscriptionFilter`: converts a filter to groups (`filterGroup`, any of which must match) of rules,
 * all of which must match. Every operator of a field, every member of an `or` and every strict rule is an alternative,
 * so the groups are multiplied.
 */
import type { SubscriptionFilter } from './evaluation';

type Rule = SubscriptionFilter['filterGroup'][number]['filters'][number];
type Alternatives = Rule[][];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Conditions without a rule, such as ignored fields, match everything. */
function allOf(conditions: Alternatives[]): Alternatives {
  return conditions
    .filter((alternatives) => alternatives.length > 0)
    .reduce<Alternatives>(
      (groups, alternatives) => groups.flatMap((group) => alternatives.map((rules) => [...group, ...rules])),
      [[]],
    )
    .filter((group) => group.length > 0);
}

function alternativesOf(filter: Record<string, unknown>, ignored: string[]): Alternatives {
  return allOf(
    Object.entries(filter).map(([key, condition]): Alternatives => {
      if (key === 'and' || key === 'or') {
        const members = Array.isArray(condition) ? condition.filter(isObject) : [];
        const parts = members.map((member) => alternativesOf(member, ignored));
        return key === 'and' ? allOf(parts) : parts.flat();
      }
      if (ignored.includes(key) || !isObject(condition)) return [];
      return Object.entries(condition).map(([operator, value]) => [{ fieldName: key, operator, value }]);
    }),
  );
}

/**
 * @param ignoredFields - fields of `filter` to ignore.
 * @param rules - at least one of these must match as well.
 * @returns null if `filter` is not an object.
 */
export function toSubscriptionFilter(
  filter: unknown,
  ignoredFields?: string[] | null,
  rules?: Record<string, unknown> | null,
): SubscriptionFilter | null {
  if (!isObject(filter)) return null;
  const strict = Object.entries(rules ?? {}).flatMap(([field, rule]) => alternativesOf({ [field]: rule }, []));
  const groups = allOf([alternativesOf(filter, ignoredFields ?? []), strict]);
  return { filterGroup: groups.map((filters) => ({ filters })) };
}
