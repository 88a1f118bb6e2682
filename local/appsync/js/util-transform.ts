/**
 * `util.transform.*`: "Transformation helpers in util.transform". The expressions are the same as AppSync's. A filter that
 * AppSync cannot convert becomes null.
 */
import { toDynamoDB, type TypedValue } from './util-dynamodb';

export interface Expression {
  expression: string;
  expressionNames: Record<string, string>;
  expressionValues: Record<string, TypedValue>;
}

/** AppSync returns null for the whole filter if it cannot convert a part of it. */
class CannotRender extends Error {}

const comparisons: Record<string, string> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };
const functions: Record<string, string> = {
  contains: 'contains',
  notContains: 'NOT contains',
  beginsWith: 'begins_with',
};
const attributeTypes: Record<string, string> = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CannotRender();
  return value as Record<string, unknown>;
}

function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new CannotRender();
  return value;
}

class ExpressionWriter {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, TypedValue> = {};

  /** All conditions of a filter object, joined by AND. `path` makes the names of the values unique. */
  filter(filter: unknown, path: string): string[] {
    return Object.entries(asObject(filter)).map(([key, condition]) => {
      if (key === 'and' || key === 'or') return this.#group(key, asList(condition), path);
      if (key === 'not') return `(NOT ${this.joined(condition, `${path}not_`)})`;
      this.names[`#${key}`] = key;
      return wrapped(this.#operators(`#${key}`, asObject(condition), `:${path}${key}`), ' AND ');
    });
  }

  joined(filter: unknown, path: string): string {
    return this.filter(filter, path).join(' AND ');
  }

  #group(kind: 'and' | 'or', members: unknown[], path: string): string {
    const parts = members.map((member, index) => this.joined(member, `${path}${kind}_${index}_`));
    return wrapped(parts, kind === 'and' ? ' AND ' : ' OR ');
  }

  #operators(operand: string, operators: Record<string, unknown>, prefix: string): string[] {
    return Object.entries(operators).flatMap(([operator, value]) => {
      if (operator === 'size') {
        const size = operand.startsWith('size(') ? operand : `size(${operand})`;
        return [wrapped(this.#operators(size, asObject(value), `${prefix}_size`), ' AND ')];
      }
      return [this.#condition(operand, operator, value, `${prefix}_${operator}`)];
    });
  }

  #condition(operand: string, operator: string, value: unknown, name: string): string {
    const comparison = comparisons[operator];
    if (comparison) return `(${operand} ${comparison} ${this.#value(name, value)})`;
    const call = functions[operator];
    if (call) return `(${call}(${operand},${this.#value(name, value)}))`;
    switch (operator) {
      case 'between': {
        const [start, end] = asList(value);
        if (start === undefined || end === undefined) throw new CannotRender();
        return `(${operand} BETWEEN ${this.#value(`${name}_start`, start)} AND ${this.#value(`${name}_end`, end)})`;
      }
      case 'in': {
        const placeholders = asList(value).map((member, index) => this.#value(`${name}_${index}`, member));
        return placeholders.length === 0 ? '(null)' : `(${operand} IN (${placeholders.join(', ')}))`;
      }
      case 'attributeExists':
        if (typeof value !== 'boolean') throw new CannotRender();
        return `(${value ? 'attribute_exists' : 'attribute_not_exists'}(${operand}))`;
      case 'attributeType': {
        const type = attributeTypes[String(value)];
        if (!type) throw new CannotRender();
        return `(attribute_type(${operand},${this.#value(name, type)}))`;
      }
      default:
        throw new CannotRender();
    }
  }

  #value(name: string, value: unknown): string {
    this.values[name] = toDynamoDB(value);
    return name;
  }
}

function wrapped(parts: string[], joiner: string): string {
  return parts.length > 1 ? `(${parts.join(joiner)})` : parts.join('');
}

/** @returns undefined if AppSync cannot convert the filter. */
export function toExpression(filter: unknown): Expression | undefined {
  const writer = new ExpressionWriter();
  try {
    const expression = writer.joined(filter, '');
    return { expression, expressionNames: writer.names, expressionValues: writer.values };
  } catch (error) {
    if (error instanceof CannotRender) return undefined;
    throw error;
  }
}

function toExpressionJson(filter: unknown): string | null {
  const expression = toExpression(filter);
  return expression ? JSON.stringify(expression) : null;
}

export const transformUtil = {
  toDynamoDBFilterExpression: toExpressionJson,
  toDynamoDBConditionExpression: toExpressionJson,
};
