/** Parses a GraphQL request of either endpoint: GraphQL over HTTP specification, "Request Parameters". */
import { z } from 'zod';
import type { GraphqlRequest } from './graphql-engine';

/** Clients may send null for missing members. Other members are ignored. */
const graphqlRequest = z.object({
  query: z.string(),
  operationName: z
    .string()
    .nullish()
    .transform((name) => name ?? undefined),
  variables: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((variables) => variables ?? undefined),
});

/** Maximum nesting of JSON: the limit of Jackson, AWS's JSON parser. `JSON.stringify` fails for much deeper values. */
const maxNesting = 1_000;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** @returns undefined if the text is not JSON, is nested too deeply, or contains no request */
export function parseGraphqlRequest(text: string): GraphqlRequest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isDeeperThan(maxNesting, json) ? undefined : graphqlRequest.safeParse(json).data;
}
