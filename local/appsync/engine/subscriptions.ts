/**
 * Running subscriptions, and the events that mutations publish to them ("Using subscriptions for real-time data
 * applications"). Identical subscriptions form a group, for which an event is executed and serialized only once.
 */
import { execute, print, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { SubscriptionFilter } from '../js/evaluation';
import type { Subscriber } from '../graphql-engine';
import type { Operation } from './document-cache';
import { toResponse } from './execution';
import { matchesArguments, matchesFilter } from './subscription-filter';

/** AppSync drops larger payloads. */
const maxPayloadBytes = 240 * 1024;

export interface Subscription {
  /** Field of the Subscription type. */
  fieldName: string;
  operation: Operation;
  /** Variables as sent. */
  variables: Record<string, unknown>;
  /** The given arguments, including null. */
  args: Record<string, unknown>;
  /** Replaces filtering by arguments. */
  filter?: SubscriptionFilter | null;
}

interface Group extends Subscription {
  subscribers: Set<Subscriber>;
  /** Whether a warning about fields that the mutation does not select was logged. */
  hasWarned: boolean;
}

export class Subscriptions {
  readonly #schema: GraphQLSchema;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  /** Groups by subscription field, then by their key. */
  readonly #fields = new Map<string, Map<string, Group>>();

  constructor(schema: GraphQLSchema, log: Pick<Logger, 'warn' | 'error'>) {
    this.#schema = schema;
    this.#log = log;
  }

  /** @returns the function that ends the subscription. */
  add(subscription: Subscription, subscriber: Subscriber): () => void {
    const { fieldName, operation, variables, filter } = subscription;
    const key = JSON.stringify([normalized(operation), variables, filter ?? null]);
    const groups = this.#fields.get(fieldName) ?? new Map<string, Group>();
    this.#fields.set(fieldName, groups);
    const group = groups.get(key) ?? { ...subscription, subscribers: new Set(), hasWarned: false };
    groups.set(key, group);
    group.subscribers.add(subscriber);
    return () => {
      group.subscribers.delete(subscriber);
      if (group.subscribers.size === 0 && groups.get(key) === group) groups.delete(key);
    };
  }

  /** @param data - what the mutation's field returned to its caller. */
  publish(fieldName: string, data: unknown): void {
    for (const group of this.#fields.get(fieldName)?.values() ?? []) {
      if (!isWanted(group, data)) continue;
      const payload = this.#payload(group, data);
      if (payload === undefined) continue;
      for (const subscriber of group.subscribers) {
        try {
          subscriber.deliver(payload);
        } catch (error) {
          // A broken connection must not affect other subscribers.
          this.#log.error({ err: error, fieldName }, 'an update could not be delivered');
        }
      }
    }
  }

  #payload(group: Group, data: unknown): Buffer | undefined {
    const { fieldName, operation, variables } = group;
    const args: ExecutionArgs = {
      schema: this.#schema,
      document: operation.document,
      rootValue: { [fieldName]: data },
      variableValues: variables,
      operationName: operation.operation.name?.value,
    };
    const result = execute(args);
    if (result instanceof Promise)
      throw new Error('The execution of an event must be synchronous, since it has no resolvers.');
    const response = toResponse(this.#schema, result);
    if (response.errors && !group.hasWarned) {
      group.hasWarned = true;
      const messages = response.errors.map(({ message }) => message);
      this.#log.warn({ fieldName, errors: messages }, 'a subscription selects what the mutation did not');
    }
    const errors = response.errors?.map(({ message, path }) => ({ message, path }));
    const payload = Buffer.from(JSON.stringify(errors ? { data: response.data, errors } : { data: response.data }));
    if (payload.length <= maxPayloadBytes) return payload;
    this.#log.warn(
      { fieldName, bytes: payload.length, maxPayloadBytes },
      'an update is too large and was dropped, as AppSync does',
    );
    return undefined;
  }
}

function isWanted({ args, filter }: Group, data: unknown): boolean {
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  const fields = isObject ? (data as Record<string, unknown>) : {};
  return filter ? isObject && matchesFilter(filter, fields) : matchesArguments(args, fields);
}

const texts = new WeakMap<Operation['operation'], string>();

/** The document without layout, comments and other operations. */
function normalized({ operation, fragments }: Operation): string {
  const known = texts.get(operation);
  if (known !== undefined) return known;
  const text = [operation, ...Object.values(fragments)].map((node) => print(node)).join('\n');
  texts.set(operation, text);
  return text;
}
