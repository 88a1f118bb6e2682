/**
 * `amplify_outputs.json`, which says where the backend is. It is read when a page is asked for, never
 * imported: `ampx sandbox` and the local backend may write it after the app is built, and write it anew
 * while it runs. In the Amplify console it is there before, and is shipped: see `next.config.ts`.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Outputs } from '../live/backend';

/** What this app needs of https://docs.amplify.aws/react/reference/amplify_outputs/ */
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
    model_introspection: z.looseObject({}),
  }),
  custom: z.record(z.string(), z.unknown()).optional(),
});

export type OutputsReading = { outputs: Outputs } | { problem: string };

let last: { path: string; modifiedAt: number; reading: OutputsReading } | null = null;

/** Several apps may run from one folder, each with a backend of its own: the command line tells them apart. */
const defaultPath = process.env.AMPLIFY_OUTPUTS ?? join(process.cwd(), 'amplify_outputs.json');

/** Reads the file again whenever it has changed. */
export async function readOutputs(path: string = defaultPath): Promise<OutputsReading> {
  const file = await stat(path).catch(() => null);
  if (file === null) return { problem: 'There is no amplify_outputs.json in the project folder.' };
  if (last?.path !== path || last.modifiedAt !== file.mtimeMs) {
    last = { path, modifiedAt: file.mtimeMs, reading: parseOutputs(await readFile(path, 'utf8')) };
  }
  return last.reading;
}

/** @param text the content of `amplify_outputs.json` */
export function parseOutputs(text: string): OutputsReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'amplify_outputs.json is not JSON.' };
  }
  const { data, error } = schema.safeParse(json);
  if (data) return { outputs: data as Outputs };
  return { problem: `amplify_outputs.json does not fit this app:\n${z.prettifyError(error)}` };
}
