/** Converts the expressions of a request (update, condition, filter, query, projection) to parameters of DynamoDB. */
import { asObject, mappingTemplateError, rejectUnsupportedElements } from './data-source';
import { toAttributeValue } from './dynamodb-values';

interface Written {
  ExpressionAttributeNames?: Record<string, unknown>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

const members = ['expression', 'expressionNames', 'expressionValues'];

/** Collects the expressions of one call, which share their names and values. */
export class ExpressionParameters {
  readonly #written: Record<string, unknown> = {};
  readonly #names: Record<string, unknown> = {};
  readonly #values: Record<string, unknown> = {};
  #hasNames = false;
  #hasValues = false;

  /**
   * Adds an expression, if the request has it.
   *
   * @param parameter - DynamoDB's name of the expression, such as `ConditionExpression`.
   * @param element - the path of the expression in the request, for errors.
   * @param others - further members that are allowed in the request.
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

  /** Passes on empty maps, which DynamoDB rejects, as AppSync does. */
  toParameters(): Record<string, unknown> & Written {
    return {
      ...this.#written,
      ...(this.#hasNames ? { ExpressionAttributeNames: this.#names } : {}),
      ...(this.#hasValues ? { ExpressionAttributeValues: this.#values } : {}),
    };
  }
}
