/**
 * The backend under attack, for one file of attacks. After each of them the tables must be as before, the innocent
 * viewer must have heard nothing, and the backend must not have met a fault of its own.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { freePort } from '../backend/free-port';
import { startBackend, type Backend } from '../../local/backend';
import { DynaliteThread } from '../../local/dynamodb/dynalite-thread';
import { DynamoDbEngineClient } from '../../local/dynamodb/engine-client';
import { assumeRole } from '../../local/iam/assume-role';
import type { Principal } from '../../local/iam/principal';
import { SessionCredentials } from '../../local/iam/session-credentials';
import { log } from '../../local/log';
import type { AmplifyOutputs } from '../../local/outputs';
import { projectFolder } from '../project-folder';
import { dataFolder, deployment, models, roundSeconds } from './deployment';
import { Guest } from './guest';
import { InnocentViewer, isScheduledRound, type ReceivedUpdate } from './innocent-viewer';

export type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

export class Target {
  #backend: Backend | undefined;
  #dynalite: DynaliteThread | undefined;
  #engine: DynamoDbEngineClient | undefined;
  #viewer: InnocentViewer | undefined;
  #guest: Guest | undefined;
  #sessions: SessionCredentials | undefined;
  #tables: Tables = {};
  #countAttacks = 0;
  #isAllowed = false;
  port = 0;

  async open(): Promise<void> {
    await mkdir(dataFolder, { recursive: true });
    this.#dynalite = new DynaliteThread({ region: deployment.region, accountId: deployment.accountId });
    const dynamoDbEndpoint = `http://127.0.0.1:${await this.#dynalite.waitForPort()}`;
    this.#engine = new DynamoDbEngineClient(dynamoDbEndpoint, deployment.region);
    this.port = await freePort();
    log.level = 'error';
    // What is logged as an error is a fault of the backend: no request may lead to one.
    vi.spyOn(log, 'error');
    this.#backend = await startBackend({
      projectFolder,
      dataFolder,
      host: 'localhost',
      port: this.port,
      context: { roundSeconds },
      runSchedulesAtStart: true,
      fresh: true,
      dynamoDbEndpoint,
    });
    this.#sessions = new SessionCredentials(
      Buffer.from(await readFile(path.join(dataFolder, 'credentials.key'), 'utf8'), 'base64'),
    );
    this.#guest = await this.newGuest();
    await vi.waitUntil(async () => (await this.guest.call('{ snapshot { round { roundId } } }')).data?.snapshot, {
      timeout: 30_000,
      interval: 50,
    });
    await vi.waitUntil(async () => (await this.rows('Round')).length > 0, { timeout: 30_000, interval: 50 });
    this.#viewer = await InnocentViewer.subscribe(await this.newGuest());
    this.#tables = await this.#dump();
  }

  async close(): Promise<void> {
    this.#viewer?.close();
    await this.#backend?.close();
    await this.#engine?.close();
    await this.#dynalite?.terminate();
    await Promise.all(
      ['tables', 'streams'].map((name) => rm(path.join(dataFolder, name), { recursive: true, force: true })),
    );
  }

  /** The attacker, who is a guest like all others. */
  get guest(): Guest {
    if (!this.#guest) throw new Error('The backend has not started.');
    return this.#guest;
  }

  /** What an honest client needs to find the backend. */
  get outputs(): AmplifyOutputs {
    if (!this.#backend) throw new Error('The backend has not started.');
    return this.#backend.outputs;
  }

  newGuest(): Promise<Guest> {
    return Guest.create(this.port, deployment.identityPool.id);
  }

  /** Credentials as the backend itself would issue them: for what leaked, expired, or belongs to a function. */
  clientFor(principal: Principal, lifetimeSeconds = 3600): Guest {
    if (!this.#sessions) throw new Error('The backend has not started.');
    return new Guest(this.port, this.#sessions.issue(principal, lifetimeSeconds));
  }

  functionRole(name: 'movierotator' | 'tally'): Principal {
    const found = deployment.functions.find((one) => one.name.toLowerCase().replaceAll('-', '').includes(name));
    if (!found) throw new Error(`No function is like ${name}.`);
    return assumeRole(found.roleArn, found.name);
  }

  /** @param reserveSeconds - that the round must still have, so that an attack does not meet its end */
  async currentRoundId(reserveSeconds = 5): Promise<string> {
    const startsAt = () => Math.floor(Date.now() / 1000 / roundSeconds) * roundSeconds;
    const hasTime = () => startsAt() + roundSeconds - Date.now() / 1000 > reserveSeconds;
    await vi.waitUntil(async () => hasTime() && (await this.rows('Round')).some((row) => row.startsAt === startsAt()), {
      timeout: 30_000,
      interval: 20,
    });
    return String(startsAt());
  }

  async rows(table: string): Promise<Row[]> {
    const name = deployment.tables.find((one) => one.name.startsWith(`${table}-`))?.name;
    if (!name || !this.#engine) throw new Error(`No table ${table}.`);
    const rows: Row[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await this.#engine.call('Scan', { TableName: name, ConsistentRead: true, ExclusiveStartKey });
      rows.push(...(page.Items as Record<string, AttributeValue>[]).map((item) => unmarshall(item)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return rows;
  }

  /** What has been on screen since the last time. */
  takeReceivedUpdates(): Promise<ReceivedUpdate[]> {
    if (!this.#viewer) throw new Error('Nobody watches.');
    return this.#viewer.takeReceivedUpdates();
  }

  /** Counts attacks beyond the first of a test. */
  countAttacks(more: number): void {
    this.#countAttacks += more;
  }

  /** What this test does to tables and screens is allowed; it says itself how far. */
  allowChanges(): void {
    this.#isAllowed = true;
    onTestFinished(() => void (this.#isAllowed = false));
  }

  /** Fails where the last attack had an effect. */
  async expectUntouched(): Promise<void> {
    this.#countAttacks += 1;
    expect(vi.mocked(log.error).mock.calls.splice(0), 'faults of the backend').toEqual([]);
    const [heard, tables] = await Promise.all([this.takeReceivedUpdates(), this.#dump()]);
    const before = this.#tables;
    this.#tables = tables;
    if (this.#isAllowed) return;
    expect(heard, 'what an innocent viewer heard').toEqual([]);
    expect(withoutNewRound(tables, before), 'the tables').toEqual(before);
  }

  sum(): string {
    return `attacks tried: ${this.#countAttacks}`;
  }

  async #dump(): Promise<Tables> {
    const dumps = await Promise.all(models.map(async (name) => [name, (await this.rows(name)).sort(byText)] as const));
    return Object.fromEntries(dumps);
  }
}

const byText = (a: Row, b: Row) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** A round that the show has started meanwhile, in which nobody has voted, is no effect of an attack. */
function withoutNewRound(tables: Tables, before: Tables): Tables {
  const known = new Set(before.Round?.map(({ startsAt }) => startsAt));
  const Round = (tables.Round ?? []).filter(
    (row) => known.has(row.startsAt) || row.voters !== 0 || !isScheduledRound(row),
  );
  return { ...tables, Round };
}

/** Opens the backend around the tests of a file, and checks after each that it had no effect. */
export function setUpTarget(): Target {
  const target = new Target();
  beforeAll(() => target.open());
  afterEach(() => target.expectUntouched());
  afterAll(async () => {
    await target.close();
    console.info(target.sum());
  });
  return target;
}
