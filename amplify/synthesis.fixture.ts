/** Synthesizes the backend as a deployment would, for tests of the templates. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { synthesize } from 'amplify-local';
import { unsetVariables } from './deployment-options';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

export interface TemplateResource {
  /** Unique within its stack. */
  logicalId: string;
  Type: string;
  Properties: Record<string, unknown>;
}

interface Template {
  Resources: Record<string, Omit<TemplateResource, 'logicalId'>>;
}

/** The CDK context that Amplify Hosting sets for the branch `main`. */
const branchContext = {
  'amplify-backend-namespace': 'd1234567890',
  'amplify-backend-name': 'main',
  'amplify-backend-type': 'branch',
};

export interface Synthesis {
  /** The resources of all stacks. */
  resources: TemplateResource[];
  /** The last line that the entry printed. */
  output: string;
}

/**
 * Synthesizes the backend as a deployment of the branch `main`.
 *
 * @param entry file under `amplify/` that defines the backend
 * @param variables options of the deployment; those of the shell are ignored
 */
export async function synthesizeBranch(
  entry = 'backend.ts',
  variables: Record<string, string> = {},
): Promise<Synthesis> {
  const folder = await mkdtemp(path.join(tmpdir(), 'branch-'));
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', path.join(projectFolder, 'amplify', entry)],
      {
        cwd: projectFolder,
        env: {
          ...process.env,
          ...unsetVariables,
          ...variables,
          // The CDK and Amplify leave files in the temporary folder. They are deleted with the result.
          TMPDIR: folder,
          CDK_OUTDIR: folder,
          CDK_CONTEXT_JSON: JSON.stringify(branchContext),
        },
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    return { resources: await readResources(folder), output: stdout.trim().split('\n').at(-1) ?? '' };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Synthesizes the backend as the local backend does, as a sandbox, and shares its cache.
 *
 * @returns the folder of the CloudFormation templates
 */
export function synthesizeSandbox(): Promise<string> {
  return synthesize({ projectFolder });
}

/** Reads the resources of all stacks from the output folder of a synthesis. */
export async function readResources(folder: string): Promise<TemplateResource[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('template.json'));
  const templates = await Promise.all(
    // The CDK writes only templates under these names.
    files.map(async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Template),
  );
  return templates.flatMap(({ Resources }) =>
    Object.entries(Resources).map(([logicalId, resource]) => ({
      logicalId,
      ...resource,
    })),
  );
}
