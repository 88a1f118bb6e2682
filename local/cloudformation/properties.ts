/** Checks the properties of a resource where they come in, so that a mistake names the resource. */
import { z } from 'zod';
import type { Resource } from './resource';

/**
 * @param schema what the local backend can run
 * @throws where the properties are anything else, saying what
 */
export function parseProperties<Schema extends z.ZodType>(resource: Resource, schema: Schema): z.output<Schema> {
  const { success, data, error } = schema.safeParse(resource.properties);
  if (success) return data;
  throw new Error(`The local backend cannot run ${resource.type} ${resource.logicalId}:\n${z.prettifyError(error)}`);
}
