/** Reads a GraphQL request as both doors receive it: GraphQL over HTTP specification, "Request Parameters". */
import { z } from 'zod';
import type { GraphqlRequest } from './graphql-engine';

/** Clients send null for what they leave out; what else they send has no meaning. */
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

/** How deep JSON may nest: Jackson's bound, which AWS's Java services read JSON with. What is deeper can't be written again. */
const maxNesting = 1_000;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** @returns undefined where the text is not JSON, nests too deep, or holds no request. */
export function parseGraphqlRequest(text: string): GraphqlRequest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isDeeperThan(maxNesting, json) ? undefined : graphqlRequest.safeParse(json).data;
}
