/** A project in a temporary folder, whose `amplify/backend.ts` writes the templates of the minimal backend. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TestProject {
  folder: string;
  /** @param change JavaScript that changes `backend`, the minimal backend, and `resources`, those of its template */
  writeBackend(change: string): Promise<void>;
  remove(): Promise<void>;
}

/** @param change as in {@link TestProject.writeBackend} */
export async function createProject(change = ''): Promise<TestProject> {
  const folder = await mkdtemp(path.join(tmpdir(), 'project-'));
  const write = (file: string, content: string) => writeFile(path.join(folder, file), content);
  const writeBackend = (code: string) =>
    write(
      'amplify/backend.ts',
      `
      import { minimalBackend } from '${path.join(import.meta.dirname, 'backend.fixture')}';
      import { writeAssembly } from '${path.join(import.meta.dirname, 'assembly.fixture')}';

      const backend = minimalBackend();
      const resources: any = backend.template.Resources;
      // The function may read the stream.
      resources.TallyPolicy.Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' });
      ${code}
      writeAssembly(process.env.CDK_OUTDIR ?? '', backend);
    `,
    );

  await symlink(path.join(import.meta.dirname, '../../node_modules'), path.join(folder, 'node_modules'));
  await mkdir(path.join(folder, 'amplify'));
  await write('package.json', '{ "name": "cinema" }');
  await write('package-lock.json', '{}');
  await write('amplify/package.json', '{ "type": "module" }');
  await writeBackend(change);
  return { folder, writeBackend, remove: () => rm(folder, { recursive: true }) };
}

/** @returns a port that nothing listens on */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
