import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchAmplify } from './watch';

let projectFolder: string;
let close: (() => Promise<void>) | undefined;

beforeEach(async () => {
  projectFolder = await mkdtemp(path.join(tmpdir(), 'project-'));
  await mkdir(path.join(projectFolder, 'amplify'));
});
afterEach(async () => {
  await close?.();
  await rm(projectFolder, { recursive: true });
});

const change = (file: string, content: string) => writeFile(path.join(projectFolder, 'amplify', file), content);

it('reports a change, with its file', async () => {
  const onChange = vi.fn(() => Promise.resolve());
  close = await watchAmplify(projectFolder, onChange);
  await change('backend.ts', '1');
  await vi.waitUntil(() => onChange.mock.calls.length === 1, { timeout: 20_000 });
  expect(onChange).toHaveBeenCalledWith([path.join('amplify', 'backend.ts')]);
});

it('reports changes after a callback that failed', async () => {
  const onChange = vi.fn(() => Promise.reject(new Error('The disk is full.')));
  const errors: unknown[] = [];
  close = await watchAmplify(projectFolder, onChange, { error: (error: unknown) => void errors.push(error) });
  await change('backend.ts', '1');
  await vi.waitUntil(() => onChange.mock.calls.length === 1, { timeout: 20_000 });
  await change('backend.ts', '2');
  await vi.waitUntil(() => onChange.mock.calls.length === 2, { timeout: 20_000 });
  expect(errors).toContainEqual(new Error('The disk is full.'));
});

it('runs one callback at a time', async () => {
  let finish = () => {};
  const onChange = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  close = await watchAmplify(projectFolder, onChange);
  await change('backend.ts', '1');
  await vi.waitUntil(() => onChange.mock.calls.length === 1, { timeout: 20_000 });
  await change('backend.ts', '2');
  finish();
  await vi.waitUntil(() => onChange.mock.calls.length === 2, { timeout: 20_000 });
  finish();
});
