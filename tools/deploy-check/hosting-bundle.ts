/** The size of the app that Amplify Hosting runs: what the build traced for the server, and the static files. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Amplify's limit of a server-side rendered app: https://docs.aws.amazon.com/amplify/latest/userguide/troubleshooting-SSR.html */
const maxBytes = 220 * 1024 * 1024;

const traceSchema = z.object({ files: z.array(z.string()) });

/**
 * Measures a build.
 *
 * @param buildFolder output of `next build`
 * @returns bytes, or nothing if there is no build
 */
export async function measureBundle(buildFolder: string): Promise<number | undefined> {
  const entries = await readdir(buildFolder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const built = (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    // The cache stays on the build machine.
    .filter((file) => !path.relative(buildFolder, file).startsWith(`cache${path.sep}`));
  const traces = built.filter((file) => file.endsWith('.nft.json'));
  if (traces.length === 0) return undefined;
  const files = new Set(built);
  for (const trace of traces) {
    const { files: traced } = traceSchema.parse(JSON.parse(await readFile(trace, 'utf8')));
    for (const file of traced) files.add(path.resolve(path.dirname(trace), file));
  }
  const sizes = await Promise.all([...files].map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** @returns a line if the bundle is too large */
export function checkBundle(bytes: number): string[] {
  return bytes > maxBytes ? [`The app has ${megabytes(bytes)} MB, more than ${megabytes(maxBytes)} MB.`] : [];
}

export const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
