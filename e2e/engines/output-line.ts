import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

/**
 * Waits until a process prints a line.
 *
 * @returns the match
 * @throws with the output if the process exits before
 */
export function outputLine(child: ChildProcess, stream: Readable, line: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const match = line.exec(output);
      if (match) resolve(match);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${child.spawnfile} exited:\n${output}`)));
  });
}
