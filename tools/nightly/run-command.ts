import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command whose output appears in this terminal.
 *
 * @param variables added to the environment
 * @throws if the command cannot be started or ends with another code than 0
 */
export async function runCommand(
  command: string,
  args: string[],
  cwd: string,
  variables: Record<string, string> = {},
): Promise<void> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...variables }, stdio: 'inherit' });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${code ?? signal}.`);
}
