/** Checks and coerces variables, with AppSync's messages. */
import {
  isNonNullType,
  typeFromAST,
  type GraphQLSchema,
  type GraphQLType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import type { GraphqlError } from '../graphql-engine';
import { locationsOf } from './errors';

/** @returns the values by name, or AppSync's errors. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Record<string, unknown>,
): { values: Record<string, unknown> } | { errors: GraphqlError[] } {
  const definitions = operation.variableDefinitions ?? [];
  const errors: GraphqlError[] = [];
  for (const definition of definitions) {
    const { coerced, errors: faults } = getVariableValues(schema, [definition], inputs);
    if (coerced) continue;
    const name = definition.variable.name.value;
    const locations = locationsOf([definition]);
    const detail = faults[0]?.message ?? '';
    const unknownField = /Field "(\w+)" is not defined by type "(\w+)"/.exec(detail);
    const missingField = /Field "(\w+)" of required type "([^"]+)" was not provided/.exec(detail);
    const nullField = /Expected non-nullable type "([^"]+)" not to be null/.exec(detail);
    // graphql-java names the variable, even if a value inside it was null.
    const nullType = missingField?.[2] ?? nullField?.[1] ?? nullTypeOf(schema, definition, inputs[name]);
    if (unknownField) {
      const message = `The variables input contains a field that is not defined for input object type '${unknownField[2]}' `;
      errors.push({ path: null, locations: null, message });
    } else if (nullType) {
      errors.push({
        path: null,
        locations,
        message: `Variable '${name}' has coerced Null value for NonNull type '${nullType}'`,
      });
    } else {
      errors.push({ path: null, locations, message: `Variable '${name}' has an invalid value.` });
    }
  }
  if (errors.length > 0) return { errors };
  return { values: getVariableValues(schema, definitions, inputs).coerced ?? {} };
}

function nullTypeOf(schema: GraphQLSchema, { type: node }: VariableDefinitionNode, value: unknown): string | undefined {
  const type = typeFromAST(schema, node as NamedTypeNode) as GraphQLType | undefined;
  return isNonNullType(type) && (value === undefined || value === null) ? String(type) : undefined;
}
