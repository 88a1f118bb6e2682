/** Generates calls of any field of the deployed schema with valid arguments. */
import { assumeRole, Authorizer } from 'amplify-local/iam';
import { buildSchema } from 'amplify-local/appsync';
import {
  astFromValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  print,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { deployment } from './deployment';

export const schema = buildSchema(deployment.api.schema);

export interface RootField {
  operation: 'query' | 'mutation' | 'subscription';
  type: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
}

const roots: [RootField['operation'], GraphQLObjectType | null | undefined][] = [
  ['query', schema.getQueryType()],
  ['mutation', schema.getMutationType()],
  ['subscription', schema.getSubscriptionType()],
];

export const rootFields: RootField[] = roots.flatMap(([operation, type]) =>
  type ? Object.values(type.getFields()).map((field) => ({ operation, type, field })) : [],
);

const authorizer = new Authorizer(deployment.roles);
/** The role of operators. */
export const operatorRoleArn = deployment.userPool.groups[0]?.roleArn ?? '';

/** The fields that the policies deny to a role of the identity pool. */
function fieldsDeniedTo(roleArn: string): RootField[] {
  const caller = assumeRole(roleArn, 'CognitoIdentityCredentials');
  const arnOf = ({ type, field }: RootField) => `${deployment.api.arn}/types/${type.name}/fields/${field.name}`;
  return rootFields.filter((root) => !authorizer.isAllowed(caller, 'appsync:GraphQL', arnOf(root)));
}

/** The fields of operators and of the backend's functions. */
export const fieldsDeniedToGuests = fieldsDeniedTo(deployment.identityPool.unauthenticatedRoleArn);

/** The fields of the backend's functions. */
export const backendOnlyFields = fieldsDeniedTo(operatorRoleArn);

/** The fields of operators. */
export const hostFields = fieldsDeniedToGuests.filter((root) => !backendOnlyFields.includes(root));

/** A valid value that tables and screens would show recognizably. */
function valueOf(type: GraphQLInputType): unknown {
  // The guards of graphql-js lose the type of what they wrap.
  if (isNonNullType(type)) return valueOf(type.ofType as GraphQLInputType);
  if (isListType(type)) return [valueOf(type.ofType as GraphQLInputType)];
  if (isInputObjectType(type)) {
    return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, valueOf(field.type)]));
  }
  if (isEnumType(type)) return type.getValues()[0]?.name;
  return { Int: 60, Float: 60, Boolean: true }[type.name] ?? 'forged';
}

/** Only room 0 always exists. */
const argumentValue = ({ name, type }: GraphQLArgument): unknown => (name === 'room' ? 0 : valueOf(type));

export const argumentsOf = ({ field }: RootField): Record<string, unknown> =>
  Object.fromEntries(field.args.map((argument) => [argument.name, argumentValue(argument)]));

/** Formats a JSON value as a GraphQL literal, which need not fit any type. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, part]) => `${name}: ${literal(part)}`)
    .join(', ')}}`;
}

/** Formats a valid argument: the value of an enum has no quotes. */
function argumentLiteral(argument: GraphQLArgument): string {
  const node = astFromValue(argumentValue(argument), argument.type);
  if (!node) throw new Error(`There is no literal of type ${String(argument.type)}.`);
  return print(node);
}

export function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  return `{ ${Object.values(named.getFields())
    .map((field) => `${field.name} ${selectionOf(field.type)}`)
    .join(' ')} }`;
}

/** `startRound(startsAt: 60, …) { roundId … }` */
export function callOf(root: RootField): string {
  const args = root.field.args.map((argument) => `${argument.name}: ${argumentLiteral(argument)}`);
  return `${root.field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${selectionOf(root.field.type)}`;
}

/** The same call with variables. */
export function withVariables(root: RootField) {
  const { name, args, type } = root.field;
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`);
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`);
  const parts = (list: string[]) => (list.length > 0 ? `(${list.join(', ')})` : '');
  return {
    query: `${root.operation} Forged${parts(declared)} { ${name}${parts(passed)} ${selectionOf(type)} }`,
    variables: argumentsOf(root),
  };
}
