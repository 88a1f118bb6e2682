/**
 * `update` of `@aws-appsync/utils/dynamodb` and its `operations`. The expressions are the same as AppSync's: `add` and
 * `replace` become SET, and an increment of a missing attribute fails.
 */
import { toDynamoDB, type TypedValue } from './util-dynamodb';

type Operation =
  | { type: 'OPERATION_ADD' | 'OPERATION_REPLACE'; value: unknown }
  | { type: 'OPERATION_REMOVE' }
  | { type: 'OPERATION_INCREMENT' | 'OPERATION_DECREMENT'; by: number }
  | { type: 'OPERATION_APPEND' | 'OPERATION_PREPEND'; items: unknown[] }
  | { type: 'OPERATION_UPDATE_LIST_ITEM'; value: unknown; index: number };

export const operations = {
  add: (value: unknown): Operation => ({ type: 'OPERATION_ADD', value }),
  remove: (): Operation => ({ type: 'OPERATION_REMOVE' }),
  replace: (value: unknown): Operation => ({ type: 'OPERATION_REPLACE', value }),
  increment: (by: number | null = 1): Operation => ({ type: 'OPERATION_INCREMENT', by: by ?? 1 }),
  decrement: (by: number | null = 1): Operation => ({ type: 'OPERATION_DECREMENT', by: by ?? 1 }),
  append: (items: unknown[]): Operation => ({ type: 'OPERATION_APPEND', items }),
  prepend: (items: unknown[]): Operation => ({ type: 'OPERATION_PREPEND', items }),
  updateListItem: (value: unknown, index: number): Operation => ({ type: 'OPERATION_UPDATE_LIST_ITEM', value, index }),
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOperation = (value: unknown): value is Operation =>
  isObject(value) && typeof value.type === 'string' && value.type.startsWith('OPERATION_');

const isListUpdate = (value: unknown): value is Extract<Operation, { index: number }>[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => isOperation(one) && 'index' in one);

class UpdateWriter {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, TypedValue> = {};
  readonly sets: string[] = [];
  readonly removes: string[] = [];
  #count = { name: 0, value: 0 };

  /** Updates the attributes of an object. Nested plain objects are updated key by key. */
  attributes(update: Record<string, unknown>, parent = ''): void {
    for (const [attribute, value] of Object.entries(update)) {
      const path = `${parent}${this.#name(attribute)}`;
      if (isOperation(value)) this.#operation(path, value);
      else if (isListUpdate(value)) for (const item of value) this.#operation(path, item);
      else if (isObject(value)) this.attributes(value, `${path}.`);
      else this.#set(path, this.#value(value));
    }
  }

  #operation(path: string, operation: Operation): void {
    switch (operation.type) {
      case 'OPERATION_ADD':
      case 'OPERATION_REPLACE':
        this.#set(path, this.#value(operation.value));
        return;
      case 'OPERATION_REMOVE':
        this.removes.push(path);
        return;
      case 'OPERATION_INCREMENT':
        this.#set(path, `${path} + ${this.#value(operation.by)}`);
        return;
      case 'OPERATION_DECREMENT':
        this.#set(path, `${path} - ${this.#value(operation.by)}`);
        return;
      case 'OPERATION_APPEND':
        this.#set(path, `list_append(${path}, ${this.#value(operation.items)})`);
        return;
      case 'OPERATION_PREPEND':
        this.#set(path, `list_append(${this.#value(operation.items)}, ${path})`);
        return;
      case 'OPERATION_UPDATE_LIST_ITEM':
        this.#set(`${path}[${operation.index}]`, this.#value(operation.value));
        return;
    }
  }

  #set(path: string, value: string): void {
    this.sets.push(`${path} = ${value}`);
  }

  #name(attribute: string): string {
    this.#count.name += 1;
    const name = `#expName_${this.#count.name}`;
    this.names[name] = attribute;
    return name;
  }

  #value(value: unknown): string {
    this.#count.value += 1;
    const name = `:expValue_${this.#count.value}`;
    this.values[name] = toDynamoDB(value);
    return name;
  }
}

export function toUpdateExpression(update: Record<string, unknown>) {
  const writer = new UpdateWriter();
  writer.attributes(update);
  const clauses = [
    ...(writer.sets.length > 0 ? [`SET ${writer.sets.join(', ')}`] : []),
    ...(writer.removes.length > 0 ? [`REMOVE ${writer.removes.join(', ')}`] : []),
  ];
  return {
    expression: clauses.join(' '),
    expressionNames: writer.names,
    ...(writer.sets.length > 0 ? { expressionValues: writer.values } : {}),
  };
}
