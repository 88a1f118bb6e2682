/** The output of the CDK (`cdk.out`): CloudFormation templates and asset files. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.string().optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

export type Template = z.infer<typeof templateSchema>;

export function readTemplate(file: string): Template {
  return templateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.object({ templateFile: z.string().optional() }).optional() }),
  ),
});

const assetsSchema = z.object({ files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })) });

export class CloudAssembly {
  readonly rootTemplate: Template;
  private readonly assets: Map<string, string>;

  /** @throws if the folder contains no stack */
  constructor(readonly folder: string) {
    const { artifacts } = manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
    const stack = Object.entries(artifacts).find(([, { type }]) => type === 'aws:cloudformation:stack');
    if (!stack?.[1].properties?.templateFile) throw new Error(`${folder} contains no CloudFormation stack.`);
    this.rootTemplate = readTemplate(path.join(folder, stack[1].properties.templateFile));
    const { files } = assetsSchema.parse(
      JSON.parse(readFileSync(path.join(folder, `${stack[0]}.assets.json`), 'utf8')),
    );
    this.assets = new Map(Object.entries(files).map(([hash, { source }]) => [hash, path.join(folder, source.path)]));
  }

  /**
   * @param location the S3 key or URL in a template, which contains the asset's hash
   * @throws if there is no asset with this hash
   */
  assetPath(location: string): string {
    const hash = /[0-9a-f]{64}/.exec(location)?.[0];
    const asset = hash && this.assets.get(hash);
    if (!asset) throw new Error(`The synthesized backend has no asset for ${location}.`);
    return asset;
  }

  assetPaths(): Iterable<string> {
    return this.assets.values();
  }
}
