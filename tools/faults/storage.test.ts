/** Faults of the local storage: a full disk, and a killed process that contains the tables. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditStoredVotes } from '../audience/audit-stored-votes';
import { TestBackend, waitUntil, viewerCount } from './test-backend';

const nothingLost: unknown = expect.objectContaining({ lost: 0, doubled: 0 });

/** Mounts a disk of one megabyte, if this user may. `change-capture.test.ts` covers the case elsewhere. */
function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size));
    } catch {
      // Less than `size` bytes are free.
    }
  }
  closeSync(descriptor);
}

describe('every acknowledged vote is counted once, and all screens agree, after', () => {
  let testBackend: TestBackend;
  let disk = '';
  let isMounted = false;
  beforeAll(async () => {
    testBackend = await TestBackend.open('storage', {}, (dataFolder) => {
      disk = path.join(dataFolder, 'streams');
      isMounted = mountSmallDisk(disk);
    });
    testBackend.audience.addViewers(viewerCount);
  });
  afterAll(async () => {
    await testBackend.close(() => isMounted && execFileSync('umount', [disk]));
  });

  it('a full disk', async (context) => {
    if (!isMounted) context.skip();
    await testBackend.waitForNewRound();
    const filler = path.join(disk, 'filler');
    const refusals = () => Object.values(testBackend.audience.failures).reduce((sum, count) => sum + count, 0);
    const fullForAWhile = async () => {
      await testBackend.waitForAcknowledgement();
      fill(filler);
      const before = refusals();
      await waitUntil('votes are refused', () => refusals() >= before + 10);
      rmSync(filler);
      await testBackend.waitForAcknowledgement();
    };
    await testBackend.audience.keepVoting(fullForAWhile());
    expect(await testBackend.checkRecovery('disk full', 1)).toEqual(nothingLost);
  });
});

describe('the embedded tables', () => {
  it('contain every acknowledged vote after three kills during rounds', async () => {
    const testBackend = await TestBackend.open('embedded', { dynamoDbEndpoint: undefined });
    testBackend.audience.addViewers(viewerCount);
    const { audience, backend, dataFolder } = testBackend;
    await testBackend.waitForNewRound();
    for (let kill = 0; kill < 3; kill++) await audience.keepVoting(testBackend.restart('SIGKILL'));
    await waitUntil('every screen is live', () =>
      audience.viewers.every((viewer) => viewer.getState().connection === 'live'),
    );
    // A round accepts late votes until its grace ends, during the next round. The third round leaves time to count them.
    for (let rounds = 0; rounds < 3; rounds++) await testBackend.waitForNewRound();
    await backend.end('SIGTERM');

    const audit = await auditStoredVotes(dataFolder, audience.uncheckedBallots);
    const { acknowledged, lost, doubled } = audit;
    testBackend.results.push({
      scenario: 'embedded tables, killed',
      injected: 3,
      cast: audience.votesCast,
      agreedMs: 0,
      acknowledged,
      lost,
      doubled,
    });
    await testBackend.close();
    expect(audit).toMatchObject({ lost: 0, doubled: 0, uncounted: 0 });
    expect(audit.acknowledged).toBeGreaterThan(0);
  });
});
