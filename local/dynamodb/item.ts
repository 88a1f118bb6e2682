/** Items in DynamoDB's JSON: equality, size and key. */
import type { Table } from '../cloudformation/deployment';

/** `{ "S": "text" }`: one type descriptor with its value. */
export type AttributeValue = Record<string, unknown>;
export type Item = Record<string, AttributeValue>;

/** Whether two images have the same values. The order within a set does not matter. */
export function areItemsEqual(left: Item | undefined, right: Item | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return isSameValue(left, right);
}

/** `isSet` matters only for arrays, so an attribute with the name `SS` is not affected. */
function isSameValue(left: unknown, right: unknown, isSet = false): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    const [a, b] = isSet ? [left.toSorted(), right.toSorted()] : [left, right];
    return a.every((value, index) => isSameValue(value, b[index]));
  }
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    if (names.length !== Object.keys(right).length) return false;
    return names.every((name) => name in right && isSameValue(left[name], right[name], isSetType(name)));
  }
  return left === right;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSetType(name: string): boolean {
  return name === 'SS' || name === 'NS' || name === 'BS';
}

/** Returns the key of an item, or undefined if its attributes do not match the table's key. */
export function keyOf(table: Table, attributes: unknown): Item | undefined {
  if (!isObject(attributes)) return undefined;
  const key: Item = {};
  for (const { AttributeName } of table.keySchema) {
    const type = table.attributeDefinitions.find(
      (attribute) => attribute.AttributeName === AttributeName,
    )?.AttributeType;
    const value = attributes[AttributeName];
    if (!type || !isObject(value) || typeof value[type] !== 'string') return undefined;
    key[AttributeName] = { [type]: value[type] };
  }
  return key;
}

/**
 * Returns the approximate size of an item in DynamoDB, for stream records: names and values in UTF-8, one byte per two
 * digits of a number, one for a boolean or null, three for a list or map.
 */
export function itemSizeBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + sizeOfValue(value);
  return bytes;
}

function sizeOfValue(value: AttributeValue): number {
  const [type, content] = Object.entries(value)[0] ?? [];
  if (typeof content === 'string') {
    if (type === 'N') return Math.ceil(content.length / 2) + 1;
    return type === 'B' ? Buffer.byteLength(content, 'base64') : Buffer.byteLength(content);
  }
  if (Array.isArray(content)) {
    const elements: unknown[] = content;
    const sizes = elements.map((element) =>
      type === 'L' && isObject(element) ? 1 + sizeOfValue(element) : sizeOfValue({ [String(type).charAt(0)]: element }),
    );
    return sizes.reduce((sum, size) => sum + size, type === 'L' ? 3 : 0);
  }
  return isObject(content) ? 3 + itemSizeBytes(content as Item) : 1;
}

/** Without leading zeros, trailing zeros of a fraction, or an exponent. */
const shortNumber = /^(0|-?[1-9]\d{0,19}(\.\d{0,17}[1-9])?|-?0\.\d{0,17}[1-9])$/;

/** Whether every number is in DynamoDB's canonical form. May be false for very long numbers that are. */
export function hasCanonicalNumbers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([type, content]) => {
    if (type === 'N' && typeof content === 'string') return shortNumber.test(content);
    if (type === 'NS' && Array.isArray(content)) return content.every((number) => shortNumber.test(String(number)));
    return hasCanonicalNumbers(content);
  });
}
