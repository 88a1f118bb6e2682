/**
 * `amplify_outputs.json`, the configuration of the backend. It is read on each request rather than imported, because
 * `ampx sandbox` and the local backend write it after the build and while the app runs. The Amplify console writes it
 * before the build and deploys it with the app: see `next.config.js`.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Outputs } from '../live/backend';
import { audienceOutputs } from './audience-outputs';

/** The part that this app uses of https://docs.amplify.aws/react/reference/amplify_outputs/ */
const schema = z.looseObject({
  version: z.string(),
  auth: z.looseObject({
    aws_region: z.string(),
    identity_pool_id: z.string(),
    unauthenticated_identities_enabled: z.literal(true, 'guest access must be on'),
  }),
  data: z.looseObject({
    url: z.url(),
    aws_region: z.string(),
    // The pages call operations only. The models are half of the file.
    model_introspection: z.looseObject({ models: z.unknown().transform(() => ({})) }),
  }),
  custom: z.record(z.string(), z.unknown()).optional(),
});

export interface ReadOutputs {
  /** What the pages of the audience get. */
  outputs: Outputs;
  /** What the page for operators gets. */
  operatorOutputs: Outputs;
  /** For operators, the page of CloudWatch that shows the metrics. */
  dashboardUrl?: string;
}

/** The content of the file, or why it is unusable. */
export type OutputsReading = ReadOutputs | { problem: string };

let last: { path: string; modifiedAt: number; reading: OutputsReading } | null = null;

/** Several apps can run from one folder, each with its own backend, if their commands set the variable. */
const defaultPath = process.env.AMPLIFY_OUTPUTS ?? join(process.cwd(), 'amplify_outputs.json');

/** Reads the file, or returns the last reading if the file has not changed since. */
export async function readOutputs(path: string = defaultPath): Promise<OutputsReading> {
  let file: FileHandle | undefined;
  try {
    // Otherwise, Turbopack would add the whole project to the server's files.
    file = await open(/* turbopackIgnore: true */ path);
    // Both through one handle: another process may replace or delete the file at any time.
    const { mtimeMs } = await file.stat();
    if (last?.path !== path || last.modifiedAt !== mtimeMs) {
      last = { path, modifiedAt: mtimeMs, reading: parseOutputs(await file.readFile('utf8')) };
    }
    return last.reading;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return { problem: 'There is no amplify_outputs.json in the project folder.' };
    return {
      problem: `amplify_outputs.json cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await file?.close();
  }
}

/** Parses and validates the content of `amplify_outputs.json`, which editors on Windows may start with a byte order mark. */
export function parseOutputs(text: string): OutputsReading {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: 'amplify_outputs.json is not JSON.' };
  }
  const { data, error } = schema.safeParse(json);
  if (data) return readingOf(data);
  return { problem: `amplify_outputs.json is invalid:\n${z.prettifyError(error)}` };
}

function readingOf(all: z.infer<typeof schema>): ReadOutputs {
  const { dashboardUrl, ...custom } = all.custom ?? {};
  const operatorOutputs = all.custom ? { ...all, custom } : all;
  return {
    outputs: audienceOutputs(operatorOutputs),
    operatorOutputs,
    ...(typeof dashboardUrl === 'string' && { dashboardUrl }),
  };
}
