/** Data sources. Their result becomes `ctx.result` and `ctx.error` of the response handler. */
import { errorTypes, FieldError } from '../errors';

export interface DataSourceResult {
  result: unknown;
  error?: { message: string; type: string };
}

export interface DataSourceInvoker {
  /**
   * @param request - the return value of the request handler.
   * @throws {FieldError} if it is not a valid request to this data source.
   */
  invoke(request: unknown): DataSourceResult | Promise<DataSourceResult>;
}

/** The error of an invalid request object. The field fails, and no response handler runs. */
export function mappingTemplateError(message: string): FieldError {
  return new FieldError({ message, errorType: errorTypes.mappingTemplate });
}

/** @throws {FieldError} if the value is not a JSON object. */
export function asObject(value: unknown, element = '$'): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  if (typeof value === 'string') {
    throw mappingTemplateError(
      `Value for field '${element}' must be an object, not text: call JSON.parse on the result of util.transform.`,
    );
  }
  throw mappingTemplateError(
    `Value for field '${element}' must be an object, not ${value === undefined ? 'undefined' : JSON.stringify(value)}.`,
  );
}

/** @throws {FieldError} if the value is not a list. */
export function asList(value: unknown, element: string): unknown[] {
  if (!Array.isArray(value)) throw mappingTemplateError(`Value for field '${element}' must be a list.`);
  return value;
}

/** AppSync rejects members that an operation does not have, such as misspelled ones. */
export function rejectUnsupportedElements(
  request: Record<string, unknown>,
  expected: readonly string[],
  element = '$',
): void {
  const other = Object.keys(request).find((name) => !expected.includes(name));
  if (other !== undefined) throw mappingTemplateError(`Unsupported element '${element}[${other}]'.`);
}
