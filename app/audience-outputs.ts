/**
 * What the pages of the audience get of `amplify_outputs.json`. Amplify's client needs the operations and their types, but
 * those of operators and functions are most of the file, and would be in every page.
 */
import { z } from 'zod';
import { viewerFields } from '../amplify/viewer-fields';

type Definitions = Record<string, unknown>;

const definitions = z.record(z.string(), z.unknown()).default({});

/** The part of `ModelIntrospectionSchema` in `@aws-amplify/core` that the pages use. */
const introspectionSchema = z.object({
  version: z.unknown(),
  enums: definitions,
  nonModels: definitions,
  queries: definitions,
  mutations: definitions,
  subscriptions: definitions,
});

/** The content of the file, as far as it is known. */
interface CompleteOutputs {
  auth: Record<string, unknown>;
  data: Record<string, unknown>;
}

/** What it takes to get the credentials of a guest. The rest says how users sign in. */
const guestAuth = [
  'aws_region',
  'user_pool_id',
  'user_pool_client_id',
  'identity_pool_id',
  'unauthenticated_identities_enabled',
];

/** Returns the outputs without the operations of operators and functions, the types of these, and how users sign in. */
export function audienceOutputs<T extends CompleteOutputs>(outputs: T) {
  return {
    ...outputs,
    auth: only(guestAuth, outputs.auth),
    data: { ...outputs.data, model_introspection: audienceIntrospection(outputs.data['model_introspection']) },
  };
}

function audienceIntrospection(introspection: unknown): object {
  const { version, enums, nonModels, queries, mutations, subscriptions } = introspectionSchema.parse(introspection);
  const callable = (type: string, operations: Definitions) => {
    const names = viewerFields.flatMap((field) => (field.startsWith(`${type}.`) ? [field.slice(type.length + 1)] : []));
    return only(names, operations);
  };
  const operations = {
    queries: callable('Query', queries),
    mutations: callable('Mutation', mutations),
    subscriptions: callable('Subscription', subscriptions),
  };
  const types = typesOf(operations, nonModels);
  return {
    version,
    // The pages read and write no models, only operations.
    models: {},
    enums: only(namesIn('enum', { operations, types }), enums),
    nonModels: types,
    ...operations,
  };
}

/** The types that operations mention, and those that these mention. */
function typesOf(operations: unknown, nonModels: Definitions): Definitions {
  let types: Definitions = {};
  for (;;) {
    const more = only(namesIn('nonModel', { operations, types }), nonModels);
    if (Object.keys(more).length === Object.keys(types).length) return types;
    types = more;
  }
}

/** The names of the types of a kind that a part of the introspection mentions, as in `{ "nonModel": "Movie" }`. */
function namesIn(kind: 'enum' | 'nonModel', part: unknown): string[] {
  const mentions = JSON.stringify(part).matchAll(new RegExp(`"${kind}":"(\\w+)"`, 'g'));
  return [...new Set([...mentions].map(([, name = '']) => name))];
}

function only(names: readonly string[], from: Definitions): Definitions {
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
}
