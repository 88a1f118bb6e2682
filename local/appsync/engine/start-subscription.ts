/** Starts a subscription: authorizes it and runs its resolver. */
import { getArgumentValues } from 'graphql/execution/values';
import type { Caller } from '../graphql-engine';
import type { Operation } from './document-cache';
import { errorTypes, FieldError, notAuthorized } from './errors';
import { createFieldInput, createRequestContext, type ExecutionContext } from './execution';
import type { FieldResult } from './pipeline';
import { validateFilter } from './subscription-filter';
import type { Subscription } from './subscriptions';

/**
 * @param variables - the variables as sent, and the coerced ones.
 * @throws {FieldError} if the caller may not subscribe, or the resolver fails or does not return null.
 */
export async function startSubscription(
  parts: ExecutionContext,
  operation: Operation,
  caller: Caller,
  variables: { sent: Record<string, unknown>; coerced: Record<string, unknown> },
): Promise<Subscription> {
  const type = parts.schema.getSubscriptionType();
  const [node, ...others] = operation.rootFields;
  const field = node && type?.getFields()[node.name.value];
  if (!field || others.length > 0) {
    throw new FieldError({ message: 'A subscription selects exactly one field.', errorType: errorTypes.duplicated });
  }
  if (!parts.authorization.isAllowed(caller.principal, type, field)) throw notAuthorized(field.name, type.name);

  const args = getArgumentValues(field, node, variables.coerced);
  const subscription: Subscription = { fieldName: field.name, operation, variables: variables.sent, args };
  const resolver = parts.resolvers.get(`${type.name}.${field.name}`);
  if (!resolver) return subscription;

  const place = {
    fieldName: field.name,
    fieldNodes: [node],
    fragments: operation.fragments,
    parentType: type,
    returnType: field.type,
  };
  const request = createRequestContext(caller, variables.sent);
  const result = await resolver.resolve(createFieldInput(resolver, request, parts.env, place, null, args));
  return { ...subscription, filter: filterOf(result, field.name) };
}

function filterOf({ value, errors, subscriptionFilter }: FieldResult, fieldName: string): Subscription['filter'] {
  const [error] = errors;
  if (error) throw new FieldError(error);
  if (value !== null) {
    throw new FieldError({
      message: `The resolver of ${fieldName} must return null: it runs when a caller subscribes.`,
    });
  }
  if (subscriptionFilter) validateFilter(subscriptionFilter);
  return subscriptionFilter;
}
