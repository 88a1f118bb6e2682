/** Builds an executable schema from the SDL that AppSync receives, with AppSync's scalars and directives. */
import { buildASTSchema, Kind, parse, type DefinitionNode, type GraphQLSchema } from 'graphql';
import { awsScalars } from './scalars';

/** "AWS AppSync directives" in the developer guide. */
const directives = /* GraphQL */ `
  directive @aws_api_key on OBJECT | FIELD_DEFINITION
  directive @aws_iam on OBJECT | FIELD_DEFINITION
  directive @aws_oidc on OBJECT | FIELD_DEFINITION
  directive @aws_lambda on OBJECT | FIELD_DEFINITION
  directive @aws_cognito_user_pools(cognito_groups: [String]) on OBJECT | FIELD_DEFINITION
  directive @aws_auth(cognito_groups: [String]) on FIELD_DEFINITION
  directive @aws_subscribe(mutations: [String]) on FIELD_DEFINITION
  directive @aws_publish(subscriptions: [String]) on FIELD_DEFINITION
`;

const keyOf = (definition: DefinitionNode) =>
  `${definition.kind} ${'name' in definition ? (definition.name?.value ?? '') : ''}`;

/**
 * Builds the schema.
 *
 * @param sdl - the SDL, without the scalars and directives that AppSync defines.
 * @throws GraphQLError if the SDL is invalid.
 */
export function buildSchema(sdl: string): GraphQLSchema {
  const document = parse(sdl, { noLocation: true });
  const own = parse(directives + awsScalars.map(({ name }) => `scalar ${name}`).join('\n'), { noLocation: true });
  const defined = new Set(document.definitions.map(keyOf));
  const schema = buildASTSchema({
    kind: Kind.DOCUMENT,
    definitions: [...own.definitions.filter((definition) => !defined.has(keyOf(definition))), ...document.definitions],
  });
  // buildSchema creates scalars without validation. Add AppSync's.
  for (const scalar of awsScalars) {
    const { serialize, parseValue, parseLiteral, description } = scalar;
    Object.assign(schema.getType(scalar.name) ?? {}, { serialize, parseValue, parseLiteral, description });
  }
  return schema;
}

/** The subscription fields to which each mutation field publishes, from `@aws_subscribe`. */
export function subscriptionFieldsByMutation(schema: GraphQLSchema): Map<string, string[]> {
  const subscriptions = new Map<string, string[]>();
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    for (const directive of field.astNode?.directives ?? []) {
      if (directive.name.value !== 'aws_subscribe') continue;
      for (const { value } of directive.arguments ?? []) {
        const names = value.kind === Kind.LIST ? value.values : [value];
        for (const name of names) {
          if (name.kind === Kind.STRING)
            subscriptions.set(name.value, [...(subscriptions.get(name.value) ?? []), field.name]);
        }
      }
    }
  }
  return subscriptions;
}
