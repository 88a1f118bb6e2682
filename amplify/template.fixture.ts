/**
 * Synthesizes a single stack, for tests of constructs. The first use of the CDK loads it, which takes seconds: call it
 * outside of the tests, which have a time limit.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/**
 * Returns the template of a stack, without leaving the CDK's output behind.
 *
 * @param build adds constructs to the stack
 */
export function synthesizeStack(build: (stack: Stack) => void): Template {
  const outdir = mkdtempSync(path.join(tmpdir(), 'stack-'));
  try {
    const stack = new Stack(new App({ outdir }));
    build(stack);
    return Template.fromStack(stack);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
