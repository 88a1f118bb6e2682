/** Validation errors with AppSync's messages, which are those of graphql-java: "Validation error of type X: …". */
import {
  FieldsOnCorrectTypeRule,
  GraphQLError,
  KnownArgumentNamesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  SingleFieldSubscriptionsRule,
  ValuesOfCorrectTypeRule,
  VariablesInAllowedPositionRule,
  specifiedRules,
  validate,
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import type { GraphqlError } from '../graphql-engine';
import { locationsOf } from './errors';

/** The limit of graphql-java. Thousands of errors with suggestions would block the server. */
const maxErrors = 100;

/** Stops a validation at the maximum number of errors. */
class EnoughErrors extends Error {}

/** The quoted parts of a message of graphql-js, in order. */
type Quoted = (index: number) => string;

/** If introspection is disabled, its fields do not exist. */
const NoIntrospectionRule: ValidationRule = (context) => ({
  Field(field) {
    const { value: name } = field.name;
    if (name !== '__schema' && name !== '__type') return undefined;
    const message = `Cannot query field "${name}" on type "${context.getParentType()?.name ?? ''}".`;
    context.reportError(new GraphQLError(message, field));
    return false;
  },
});

const undefinedField = (quoted: Quoted): [string, string] => [
  'FieldUndefined',
  `Field '${quoted(0)}' in type '${quoted(1)}' is undefined`,
];

/** The error type and message of graphql-java for each rule of graphql-js. */
const sentences = new Map<
  ValidationRule,
  (quoted: Quoted, message: string) => [type: string, sentence: string, placed?: boolean]
>([
  [FieldsOnCorrectTypeRule, undefinedField],
  [NoIntrospectionRule, undefinedField],
  [
    ScalarLeafsRule,
    (q, message) =>
      message.includes('must not have')
        ? ['SubSelectionNotAllowed', `Sub selection not allowed on leaf type ${q(1)} of field ${q(0)}`]
        : ['SubSelectionRequired', `Sub selection required for type ${q(1)} of field ${q(0)}`],
  ],
  [ProvidedRequiredArgumentsRule, (q) => ['MissingFieldArgument', `Missing field argument ${q(1)}`]],
  [KnownArgumentNamesRule, (q) => ['UnknownArgument', `Unknown field argument ${q(0)}`]],
  [KnownTypeNamesRule, (q) => ['UnknownType', `Unknown type ${q(0)}`, false]],
  [KnownFragmentNamesRule, (q) => ['UndefinedFragment', `Undefined fragment ${q(0)}`]],
  [NoUndefinedVariablesRule, (q) => ['UndefinedVariable', `Undefined variable ${q(0).slice(1)}`]],
  [NoUnusedVariablesRule, (q) => ['UnusedVariable', `Unused variable ${q(0).slice(1)}`, false]],
  [
    VariablesInAllowedPositionRule,
    (q) => ['VariableTypeMismatch', `Variable type '${q(1)}' doesn't match expected type '${q(2)}'`],
  ],
  [ValuesOfCorrectTypeRule, (_, message) => ['WrongType', message.replace(/\.$/, '').replaceAll('"', "'")]],
]);

/** Tracks the path of fields, which graphql-java appends to messages. */
class FieldPath {
  readonly #names: string[] = [];
  /** Some rules report errors of variables after leaving the operation. */
  readonly #ofVariables = new Map<ASTNode, string>();

  at(nodes: readonly ASTNode[] = []): string {
    const ofVariable = nodes.map((node) => this.#ofVariables.get(node)).find((path) => path !== undefined);
    return ofVariable ?? this.#names.join('/');
  }

  /** Must be visited before every rule. */
  enter(): ASTVisitor {
    return {
      Field: { enter: (node) => void this.#names.push(node.name.value) },
      Variable: { enter: (node) => void this.#ofVariables.set(node, this.#names.join('/')) },
    };
  }

  /** Must be visited after every rule, since some rules report when leaving a field. */
  leave(): ASTVisitor {
    return { Field: { leave: () => void this.#names.pop() } };
  }
}

/** Makes a rule report with AppSync's messages. */
function worded(rule: ValidationRule, path: FieldPath, report: (error: GraphqlError) => void): ValidationRule {
  return (context: ValidationContext) => {
    const reportError = (error: GraphQLError) => {
      const quoted = [...error.message.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
      const [type, sentence, placed = true] =
        sentences.get(rule)?.((index) => quoted[index] ?? '', error.message) ?? [];
      const fields = placed ? path.at(error.nodes) : '';
      const place = fields ? ` @ '${fields}'` : '';
      report({
        path: null,
        locations: locationsOf(error.nodes?.slice(0, 1)),
        message: type ? `Validation error of type ${type}: ${sentence}${place}` : `Validation error: ${error.message}`,
      });
    };
    return rule(Object.assign(Object.create(context), { reportError }) as ValidationContext);
  };
}

/**
 * Validates a document. The engine checks that a subscription has only one field.
 *
 * @param introspection whether introspection is enabled
 * @returns an empty list if the document is valid
 */
export function validationErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  introspection: 'ENABLED' | 'DISABLED' = 'ENABLED',
): GraphqlError[] {
  const errors: GraphqlError[] = [];
  const path = new FieldPath();
  const report = (error: GraphqlError) => {
    errors.push(error);
    if (errors.length >= maxErrors) throw new EnoughErrors();
  };
  const rules = [...specifiedRules, ...(introspection === 'DISABLED' ? [NoIntrospectionRule] : [])]
    .filter((rule) => rule !== SingleFieldSubscriptionsRule)
    .map((rule) => worded(rule, path, report));
  try {
    // Errors of the rules are reported above. `validate` returns an error only if it gave up on the document, because
    // comparing its fields would take too long. Such a document must not pass.
    const unfinished = validate(schema, document, [() => path.enter(), ...rules, () => path.leave()]);
    errors.push(
      ...unfinished.map(({ message }) => ({ path: null, locations: null, message: `Validation error: ${message}` })),
    );
  } catch (error) {
    if (!(error instanceof EnoughErrors)) throw error;
  }
  return errors;
}
