/**
 * Authorizes fields. IAM policies apply to the fields of Query, Mutation and Subscription. The directives of the schema
 * apply to every field: "Using additional authorization modes".
 */
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Principal } from '../../iam/principal';

export interface PolicyAuthorizer {
  isAllowed(principal: Principal, action: string, resource: string): boolean;
}

const modeDirectives = new Set([
  'aws_api_key',
  'aws_iam',
  'aws_oidc',
  'aws_lambda',
  'aws_cognito_user_pools',
  'aws_auth',
]);

/** The modes of a field or type. Without a directive, the enclosing type or the default applies. */
function modesOn(node: { directives?: readonly { name: { value: string } }[] } | null | undefined): string[] {
  return (node?.directives ?? []).map(({ name }) => name.value).filter((name) => modeDirectives.has(name));
}

export class FieldAuthorization {
  readonly #policies: PolicyAuthorizer;
  readonly #apiArn: string;
  readonly #rootTypes: Set<string>;
  readonly #iamFields = new Map<GraphQLField<unknown, unknown>, boolean>();

  constructor(schema: GraphQLSchema, apiArn: string, policies: PolicyAuthorizer) {
    this.#policies = policies;
    this.#apiArn = apiArn;
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    this.#rootTypes = new Set(roots.flatMap((type) => (type ? [type.name] : [])));
  }

  isAllowed(principal: Principal, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): boolean {
    if (!this.#takesIam(type, field)) return false;
    if (!this.#rootTypes.has(type.name)) return true;
    const resource = `${this.#apiArn}/types/${type.name}/fields/${field.name}`;
    return this.#policies.isAllowed(principal, 'appsync:GraphQL', resource);
  }

  /** IAM is the default mode of the API, so it applies to fields without a directive. */
  #takesIam(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): boolean {
    const known = this.#iamFields.get(field);
    if (known !== undefined) return known;
    const onField = modesOn(field.astNode);
    const modes = onField.length > 0 ? onField : modesOn(type.astNode);
    const takesIam = modes.length === 0 || modes.includes('aws_iam');
    this.#iamFields.set(field, takesIam);
    return takesIam;
  }
}
