/** Filters the events of a subscription by its arguments, or by the filter that its resolver has set. */
import { isDeepStrictEqual } from 'node:util';
import type { SubscriptionFilter } from '../js/evaluation';
import { FieldError } from './errors';

type Group = SubscriptionFilter['filterGroup'][number];
type Rule = Group['filters'][number];
type Fields = Record<string, unknown>;

/** "Up to five levels of nesting": deeper filters match nothing. */
const maxFilterDepth = 5;

/** "Exceptions" in "Extensions" of the Developer Guide. */
const maxFields = 5;
const maxGroups = 10;
const maxStringLength = 256;
const maxValues: Record<string, number | undefined> = { in: 5, notIn: 5, containsAny: 20 };

/** Basic filtering: each argument must equal the field of the same name. Null matches only null. */
export function matchesArguments(args: Fields, data: Fields): boolean {
  return Object.entries(args).every(([name, value]) => isDeepStrictEqual(value ?? null, data[name] ?? null));
}

function fieldAt(data: Fields, path: string): unknown {
  const steps = path.split('.');
  if (steps.length > maxFilterDepth) return undefined;
  return steps.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? (value as Fields)[step] : undefined),
    data,
  );
}

type Comparable = string | number;

/** Strings are compared only with strings, and numbers only with numbers. */
function compare(field: unknown, value: unknown): number | undefined {
  if (typeof field !== typeof value || (typeof field !== 'string' && typeof field !== 'number')) return undefined;
  const [a, b] = [field, value as Comparable];
  return a < b ? -1 : a > b ? 1 : 0;
}

const isIn = (value: unknown, list: unknown) =>
  Array.isArray(list) && list.some((one) => isDeepStrictEqual(one, value));

function contains(field: unknown, value: unknown): boolean {
  return typeof field === 'string' ? field.includes(String(value)) : isIn(value, field);
}

const orders = (isWanted: (order: number) => boolean) => (field: unknown, value: unknown) => {
  const order = compare(field, value);
  return order !== undefined && isWanted(order);
};

const operators: Record<string, ((field: unknown, value: unknown) => boolean) | undefined> = {
  eq: isDeepStrictEqual,
  ne: (field, value) => !isDeepStrictEqual(field, value),
  le: orders((order) => order <= 0),
  lt: orders((order) => order < 0),
  ge: orders((order) => order >= 0),
  gt: orders((order) => order > 0),
  contains,
  notContains: (field, value) => !contains(field, value),
  beginsWith: (field, value) => typeof field === 'string' && field.startsWith(String(value)),
  in: isIn,
  notIn: (field, value) => !isIn(field, value),
  containsAny: (field, value) => Array.isArray(value) && value.some((one) => contains(field, one)),
  between: (field, value) => {
    const [start, end] = Array.isArray(value) ? (value as unknown[]) : [];
    return (compare(field, start) ?? -1) >= 0 && (compare(field, end) ?? 1) <= 0;
  },
};

function holds({ fieldName, operator, value }: Rule, data: Fields): boolean {
  const field = fieldAt(data, fieldName);
  return field !== undefined && field !== null && (operators[operator]?.(field, value) ?? false);
}

/** Enhanced filtering: all rules of any group must match. Fields that the mutation did not select match nothing. */
export function matchesFilter({ filterGroup }: SubscriptionFilter, data: Fields): boolean {
  return filterGroup.some(({ filters }) => filters.every((rule) => holds(rule, data)));
}

/** @throws {FieldError} if AppSync does not allow the filter */
export function validateFilter({ filterGroup }: SubscriptionFilter): void {
  for (const rule of filterGroup.flatMap(({ filters }) => filters)) validateRule(rule);
  if (filterGroup.some(({ filters }) => new Set(filters.map(({ fieldName }) => fieldName)).size > maxFields)) {
    throw invalid(`A subscription filter has rules for at most ${maxFields} fields.`);
  }
  const groups = filterGroup.reduce((sum, group) => sum + countAlternatives(group), 0);
  if (groups > maxGroups) {
    throw invalid(`A subscription filter has at most ${maxGroups} alternatives, not ${groups}.`);
  }
}

/** "The `in` operator is a special case of OR logic": each of its values counts as a group. */
function countAlternatives({ filters }: Group): number {
  return filters.reduce((product, { operator, value }) => product * (operator === 'in' ? toList(value).length : 1), 1);
}

function validateRule({ fieldName, operator, value }: Rule): void {
  if (!operators[operator]) throw invalid(`Subscription filters have no operator ${operator}.`);
  const limit = maxValues[operator];
  if (limit !== undefined && toList(value).length > limit) {
    throw invalid(`The operator ${operator} of a subscription filter takes at most ${limit} values.`);
  }
  if (operator === 'beginsWith' && typeof value !== 'string') {
    throw invalid(`The operator beginsWith of a subscription filter takes a string, for ${fieldName}.`);
  }
  if (toList(value).some((text) => typeof text === 'string' && text.length > maxStringLength)) {
    throw invalid(`A string of a subscription filter has at most ${maxStringLength} characters.`);
  }
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function invalid(message: string): FieldError {
  return new FieldError({ message });
}
