/**
 * Checks for `@skip` and `@include` with a variable that is null. graphql-js reads the conditions of root fields before
 * it executes a field, so its error would make the execution throw, even when an event is published.
 */
import { Kind, visit, type DirectiveNode } from 'graphql';
import type { GraphqlError } from '../graphql-engine';
import type { Operation } from './document-cache';
import { locationsOf } from './errors';

const conditional = new Set(['skip', 'include']);

/** @param variables - coerced variables. A nullable variable with a default is valid in a condition, but may be null. */
export function skipIncludeErrors(
  { operation, fragments }: Operation,
  variables: Record<string, unknown>,
): GraphqlError[] {
  if (!Object.values(variables).includes(null)) return [];
  const errors: GraphqlError[] = [];
  const check = (directive: DirectiveNode) => {
    if (!conditional.has(directive.name.value)) return;
    for (const { value } of directive.arguments ?? []) {
      if (value.kind !== Kind.VARIABLE || variables[value.name.value] !== null) continue;
      const message = `Variable '${value.name.value}' has coerced Null value for NonNull type 'Boolean!'`;
      errors.push({ path: null, locations: locationsOf([value]), message });
    }
  };
  for (const node of [operation, ...Object.values(fragments)]) visit(node, { Directive: check });
  return errors;
}
