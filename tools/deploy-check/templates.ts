/** CloudFormation templates, as the CDK writes them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z
    .union([z.string(), z.array(z.string())])
    .transform((ids) => (Array.isArray(ids) ? ids : [ids]))
    .default([]),
});

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.unknown()).default({}),
  Parameters: z.record(z.string(), z.unknown()).default({}),
});

export type Resource = z.infer<typeof resourceSchema>;

export interface Template extends z.infer<typeof templateSchema> {
  /** Name of the stack in the CDK's output. */
  stack: string;
  sizeBytes: number;
}

/** @throws if the text is not a template */
export function parseTemplate(stack: string, text: string): Template {
  return { stack, sizeBytes: Buffer.byteLength(text), ...templateSchema.parse(JSON.parse(text)) };
}

/**
 * Reads the templates of all stacks.
 *
 * @param folder the CDK's output
 */
export async function readTemplates(folder: string): Promise<Template[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
  return Promise.all(
    names.map(async (name) =>
      parseTemplate(name.replace(/(\.nested)?\.template\.json$/, ''), await readFile(path.join(folder, name), 'utf8')),
    ),
  );
}

/** Lists the resources of a type, or of all types. */
export const resourcesOf = (templates: Template[], type?: string) =>
  templates.flatMap(({ stack, Resources }) =>
    Object.entries(Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, resource]) => ({ ...resource, id, at: `${stack}, ${id} (${resource.Type})` })),
  );

/** @returns the function of CloudFormation that computes a value, such as `Ref` or `Fn::GetAtt`, or nothing */
export function intrinsicOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [key, second] = Object.keys(value);
  return key && second === undefined && (key === 'Ref' || key.startsWith('Fn::')) ? key : undefined;
}
