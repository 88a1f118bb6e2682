/**
 * The backend under attack, for one test file. After each test the tables must be as before, the innocent viewer must
 * have received nothing, and the backend must have logged no internal error.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AmplifyOutputs } from 'amplify-local';
import { assumeRole, SessionCredentials, type Principal } from 'amplify-local/iam';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { waitUntil } from '../wait-until';
import { AttackedBackend } from './attacked-backend';
import { deployment, models, roundSeconds } from './deployment';
import { Guest } from './guest';
import { operatorRoleArn } from './schema';
import { InnocentViewer, isScheduledRound, type ReceivedUpdate } from './innocent-viewer';

/** How long the rotator may take to start a round, in milliseconds. */
const roundStartLimitMs = 30_000;

export type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

interface Started {
  backend: AttackedBackend;
  sessions: SessionCredentials;
  guest: Guest;
  viewer: InnocentViewer;
}

export class Target {
  #started: Started | undefined;
  #tables: Tables = {};
  #attackCount = 0;
  #changesAllowed = false;

  async open(): Promise<void> {
    const backend = await AttackedBackend.start({ roundSeconds });
    const newGuest = () => Guest.create(backend.port, deployment.identityPool.id);
    const guest = await newGuest();
    await waitUntil(
      'the API returns a snapshot',
      async () => Boolean((await guest.call('{ snapshot { round { roundId } } }')).data?.snapshot),
      roundStartLimitMs,
    );
    await waitUntil('a round is stored', async () => (await rowsOf(backend, 'Round')).length > 0, roundStartLimitMs);
    this.#started = {
      backend,
      sessions: await backend.readSessions(),
      guest,
      viewer: await InnocentViewer.subscribe(await newGuest()),
    };
    this.#tables = await this.#dump();
  }

  async close(): Promise<void> {
    this.#started?.viewer.close();
    await this.#started?.backend.close();
  }

  get port(): number {
    return this.#running.backend.port;
  }

  /** The attacker, a guest like all others. */
  get guest(): Guest {
    return this.#running.guest;
  }

  get outputs(): AmplifyOutputs {
    return this.#running.backend.outputs;
  }

  temporaryPasswordOf(email: string): string {
    return this.#running.backend.temporaryPasswordOf(email);
  }

  newGuest(): Promise<Guest> {
    return Guest.create(this.port, deployment.identityPool.id);
  }

  /** A client with credentials that the backend issued, for example leaked or expired ones, or those of a function. */
  clientFor(principal: Principal, lifetimeSeconds = 3600): Guest {
    return new Guest(this.port, this.#running.sessions.issue(principal, lifetimeSeconds));
  }

  /** An operator who has signed in. */
  operator(sub = '11111111-2222-4333-8444-000000000001'): Guest {
    const { identityPool } = deployment;
    const identityId = `us-east-1:${sub}`;
    const login = { provider: identityPool.providers[0]?.name ?? '', sub };
    const role = assumeRole(operatorRoleArn, 'CognitoIdentityCredentials');
    return this.clientFor({ ...role, cognito: { identityId, identityPoolId: identityPool.id, login } });
  }

  functionRole(name: 'movie-rotator' | 'tally'): Principal {
    const found = deployment.functions.find((fn) => fn.name === name);
    if (!found) throw new Error(`The deployment has no function ${name}.`);
    return assumeRole(found.roleArn, found.name);
  }

  /**
   * Returns the id of the current round, once it is stored.
   *
   * @param reserveSeconds - the time that the round must have left, so that it does not end during an attack
   */
  async currentRoundId(reserveSeconds = 5): Promise<string> {
    const startsAt = () => Math.floor(Date.now() / 1000 / roundSeconds) * roundSeconds;
    const hasTime = () => startsAt() + roundSeconds - Date.now() / 1000 > reserveSeconds;
    await waitUntil(
      'the current round is stored',
      async () => hasTime() && (await this.rows('Round')).some((row) => row.startsAt === startsAt()),
      roundStartLimitMs,
    );
    return String(startsAt());
  }

  rows(table: string): Promise<Row[]> {
    return rowsOf(this.#running.backend, table);
  }

  /** Returns what the innocent viewer received since the last call. */
  takeReceivedUpdates(): Promise<ReceivedUpdate[]> {
    return this.#running.viewer.takeReceivedUpdates();
  }

  /** Counts attacks beyond the first of a test. */
  countAttacks(more: number): void {
    this.#attackCount += more;
  }

  /** Allows this test to change tables and screens. The test itself asserts what changes. */
  allowChanges(): void {
    this.#changesAllowed = true;
    onTestFinished(() => {
      this.#changesAllowed = false;
    });
  }

  /** Fails if the last attack had an effect. */
  async expectUntouched(): Promise<void> {
    this.#attackCount += 1;
    expect(this.#running.backend.takeLoggedErrors(), 'internal errors of the backend').toEqual([]);
    const [received, tables] = await Promise.all([this.takeReceivedUpdates(), this.#dump()]);
    const before = this.#tables;
    this.#tables = tables;
    if (this.#changesAllowed) return;
    expect(received, 'updates that the innocent viewer received').toEqual([]);
    expect(withoutNewRound(tables, before), 'the tables').toEqual(before);
  }

  get attackCount(): number {
    return this.#attackCount;
  }

  get #running(): Started {
    if (!this.#started) throw new Error('The backend has not started.');
    return this.#started;
  }

  async #dump(): Promise<Tables> {
    const dumps = await Promise.all(models.map(async (name) => [name, (await this.rows(name)).sort(byText)] as const));
    return Object.fromEntries(dumps);
  }
}

async function rowsOf({ tables }: AttackedBackend, model: string): Promise<Row[]> {
  const name = deployment.tables.find((table) => table.name.startsWith(`${model}-`))?.name;
  if (!name) throw new Error(`The deployment has no table ${model}.`);
  const rows: Row[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await tables.call('Scan', { TableName: name, ConsistentRead: true, ExclusiveStartKey });
    rows.push(...(page.Items as Record<string, AttributeValue>[]).map((item) => unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
}

const byText = (a: Row, b: Row) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Omits a round without votes that the rotator has started in the meantime. */
function withoutNewRound(tables: Tables, before: Tables): Tables {
  const known = new Set(before.Round?.map(({ startsAt }) => startsAt));
  const Round = (tables.Round ?? []).filter(
    (row) => known.has(row.startsAt) || row.voters !== 0 || !isScheduledRound(row),
  );
  return { ...tables, Round };
}

/** Starts the backend for the tests of a file, and checks after each test that it had no effect. */
export function setUpTarget(): Target {
  const target = new Target();
  beforeAll(() => target.open());
  afterEach(() => target.expectUntouched());
  afterAll(async () => {
    await target.close();
    console.info(`attacks tried: ${target.attackCount}`);
  });
  return target;
}
