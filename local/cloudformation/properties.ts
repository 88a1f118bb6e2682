/** Validates the properties of resources, so that an error names the resource. */
import { z } from 'zod';
import type { Resource } from './resource';

/**
 * @param schema the properties that the local backend supports
 * @throws if the properties do not match; the message lists the differences
 */
export function parseProperties<Schema extends z.ZodType>(resource: Resource, schema: Schema): z.output<Schema> {
  const { success, data, error } = schema.safeParse(resource.properties);
  if (success) return data;
  throw new Error(`The local backend cannot run ${resource.type} ${resource.logicalId}:\n${z.prettifyError(error)}`);
}
