/** Writes hand-written templates and assets in the format of the CDK's output (`cdk.out`). */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Assembly {
  /** The root template. */
  template: object;
  /** Contents by asset name. Objects, such as nested templates, are written as JSON. */
  assets?: Record<string, string | object>;
  /** Existing folders that are assets. */
  folders?: string[];
}

/** @returns the location of an asset, as templates contain it */
export function assetLocation(asset: string): string {
  return `s3://cdk-assets-123456789012/${hashOf(asset)}${path.extname(asset)}`;
}

/** @returns the resource of a nested stack in its parent's template */
export function nestedStack(asset: string, Parameters: Record<string, unknown> = {}): object {
  return { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: assetLocation(asset), Parameters } };
}

export function writeAssembly(folder: string, { template, assets = {}, folders = [] }: Assembly): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | object) =>
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  write('manifest.json', {
    artifacts: {
      'backend.assets': { type: 'cdk:asset-manifest', properties: { file: 'backend.assets.json' } },
      backend: { type: 'aws:cloudformation:stack', properties: { templateFile: 'backend.template.json' } },
    },
  });
  write('backend.template.json', template);
  write('backend.assets.json', {
    files: Object.fromEntries(
      [...Object.keys(assets), ...folders].map((name) => [hashOf(name), { source: { path: name } }]),
    ),
  });
  for (const [name, content] of Object.entries(assets)) write(name, content);
}

function hashOf(asset: string): string {
  return createHash('sha256').update(asset).digest('hex');
}
