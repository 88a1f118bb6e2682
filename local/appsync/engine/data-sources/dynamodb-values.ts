/**
 * Attribute values of DynamoDB: "Type system (request mapping)" and "(response mapping)". In requests, AppSync accepts
 * JSON numbers and `{ NULL: null }`, where DynamoDB requires strings and `true`.
 */
import { mappingTemplateError } from './data-source';

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws {FieldError} if `value` is not a typed value */
export function toAttributeValue(value: unknown, element: string): Values {
  const [[type, content] = [], ...others] = isObject(value) ? Object.entries(value) : [];
  if (type === undefined || others.length > 0) {
    throw mappingTemplateError(
      `Value for field '${element}' must be one typed value such as {"S": "text"}, not ${JSON.stringify(value)}.`,
    );
  }
  switch (type) {
    case 'N':
      return { N: String(content) };
    case 'NS':
      return { NS: (content as unknown[]).map(String) };
    case 'NULL':
      return { NULL: true };
    case 'L':
      return { L: (content as unknown[]).map((item, index) => toAttributeValue(item, `${element}[${index}]`)) };
    case 'M':
      return { M: toAttributeMap(content, element) };
    default:
      return { [type]: content };
  }
}

/** @throws {FieldError} if `values` is not a map of typed values */
export function toAttributeMap(values: unknown, element: string): Values {
  if (!isObject(values)) throw mappingTemplateError(`Value for field '${element}' not found.`);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, toAttributeValue(value, `${element}[${name}]`)]),
  );
}

function fromAttributeValue(value: unknown): unknown {
  const [[type, content] = []] = Object.entries(value as Values);
  switch (type) {
    case 'N':
      return Number(content);
    case 'NS':
      return (content as string[]).map(Number);
    case 'NULL':
      return null;
    case 'L':
      return (content as unknown[]).map(fromAttributeValue);
    case 'M':
      return fromItem(content);
    default:
      return content;
  }
}

/** Converts an item to plain JSON. Sets become lists, and binary values become base64 text. */
export function fromItem(item: unknown): Values {
  return Object.fromEntries(Object.entries(item as Values).map(([name, value]) => [name, fromAttributeValue(value)]));
}

export const fromItemOrNull = (item: unknown) => (item ? fromItem(item) : null);
