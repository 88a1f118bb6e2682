/** Reads a GraphQL request as both doors receive it: GraphQL over HTTP specification, "Request Parameters". */
import { z } from 'zod';
import type { GraphqlRequest } from './request';

/** Clients send null for what they leave out; what else they send has no meaning. */
const graphqlRequest = z.object({
  query: z.string(),
  operationName: z.string().nullish().transform((name) => name ?? undefined),
  variables: z.record(z.string(), z.unknown()).nullish().transform((variables) => variables ?? undefined),
});

/** @returns undefined where the text is not JSON or holds no request. */
export function parseGraphqlRequest(text: string): GraphqlRequest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return graphqlRequest.safeParse(json).data;
}
