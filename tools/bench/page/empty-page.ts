/** The page to compare with: one poster and one heading in Next.js, rendered for each request, and nothing else. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectFolder } from '../../project-folder';

const port = 3311;
/** Within the project, so that it finds the same Next.js and React. */
const folder = path.join(projectFolder, '.amplify/bench-empty-page');
const next = path.join(projectFolder, 'node_modules/next/dist/bin/next');
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
const startsWithinMs = 30_000;
const pollMs = 100;

const poster = 'public/posters/the-kid.svg';

const files = {
  'next.config.mjs': `export default { outputFileTracingRoot: ${JSON.stringify(projectFolder)} };`,
  'app/layout.jsx': `
    export const metadata = { title: 'The Kid', description: 'One poster and one heading.' };
    export default function Layout({ children }) {
      return <html lang="en"><body>{children}</body></html>;
    }`,
  'app/page.jsx': `
    export const dynamic = 'force-dynamic';
    export default function Page() {
      return (
        <main>
          <h1>The Kid</h1>
          <img src="/poster.svg" alt="Poster of The Kid" width="300" height="450" fetchPriority="high" />
        </main>
      );
    }`,
};

export interface EmptyPage {
  url: string;
  close: () => Promise<void>;
}

/** Builds and serves the page. */
export async function serveEmptyPage(): Promise<EmptyPage> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'public'), { recursive: true });
  await mkdir(path.join(folder, 'app'));
  await copyFile(path.join(projectFolder, poster), path.join(folder, 'public/poster.svg'));
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(folder, file), content);
  await promisify(execFile)(process.execPath, [next, 'build', folder], { env: environment });

  const server = spawn(process.execPath, [next, 'start', folder, '--port', String(port)], {
    env: environment,
    stdio: 'ignore',
  });
  const close = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGTERM');
    await once(server, 'exit');
  };
  const url = `http://localhost:${port}`;
  const deadline = performance.now() + startsWithinMs;
  while (!(await answers(url))) {
    if (performance.now() > deadline || server.exitCode !== null) {
      await close();
      throw new Error('The empty page is not served.');
    }
    await setTimeout(pollMs);
  }
  return { url, close };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
