/** The expressions of a request (update, condition, filter, query, projection) as parameters of a DynamoDB call. */
import { asObject, mappingTemplateError, rejectUnsupportedElements } from './data-source';
import { toAttributeValue } from './dynamodb-values';

interface Written {
  ExpressionAttributeNames?: Record<string, unknown>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

const members = ['expression', 'expressionNames', 'expressionValues'];

/** Gathers the expressions of one call: they share their names and values. */
export class ExpressionParameters {
  readonly #written: Record<string, unknown> = {};
  readonly #names: Record<string, unknown> = {};
  readonly #values: Record<string, unknown> = {};
  #hasNames = false;
  #hasValues = false;

  /**
   * @param parameter - DynamoDB's name for it, such as `ConditionExpression`.
   * @param element - where it stands in the request; nothing is done where it is not there.
   * @param others - members of it that are no part of the expression.
   */
  add(parameter: string, value: unknown, element: string, others: readonly string[] = []): this {
    if (value === undefined || value === null) return this;
    const request = asObject(value, element);
    rejectUnsupportedElements(request, [...members, ...others], element);
    if (typeof request.expression !== 'string')
      throw mappingTemplateError(`Value for field '${element}[expression]' not found.`);
    this.#written[parameter] = request.expression;
    if (request.expressionNames) {
      this.#hasNames = true;
      Object.assign(this.#names, asObject(request.expressionNames, `${element}[expressionNames]`));
    }
    if (request.expressionValues) {
      this.#hasValues = true;
      for (const [name, typed] of Object.entries(asObject(request.expressionValues, `${element}[expressionValues]`))) {
        this.#values[name] = toAttributeValue(typed, `${element}[expressionValues][${name}]`);
      }
    }
    return this;
  }

  /** An empty map is passed on: DynamoDB refuses it, here as there. */
  toParameters(): Record<string, unknown> & Written {
    return {
      ...this.#written,
      ...(this.#hasNames ? { ExpressionAttributeNames: this.#names } : {}),
      ...(this.#hasValues ? { ExpressionAttributeValues: this.#values } : {}),
    };
  }
}
