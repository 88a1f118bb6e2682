/**
 * The system under test for one file of fault tests: tables behind a proxy, a backend that can be killed behind another
 * proxy, and an audience. Everything listens on the loopback address.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { AmplifyOutputs, BackendOptions } from 'amplify-local';
import { DynaliteThread, DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { totalOf } from '../../live/counts';
import type { Outputs } from '../../live/backend';
import { Audience } from '../audience/audience';
import { BackendProcess } from '../backend/backend-process';
import { freePort } from '../backend/free-port';
import { FaultProxy } from '../backend/fault-proxy';
import { auditVotes, type VoteAudit } from '../audience/vote-audit';
import { createViewerPageFactory } from '../audience/viewer-pages';
import { projectFolder } from '../project-folder';
import { waitUntil as waitUntilWithin } from '../wait-until';

export const roundSeconds = 3;
export const viewerCount = 12;

/** How long recovery may take. The Amplify client waits 5 s before it reconnects. */
const recoveryLimitMs = 30_000;
/** Longer than the guaranteed second, because the machine may be busy. The measured time is printed. */
const agreementLimitMs = 20_000;
const region = 'us-east-1';

export interface ScenarioResult {
  scenario: string;
  injected: number;
  cast: number;
  acknowledged: number;
  lost: number;
  doubled: number;
  /** From the first round after the recovery until all screens agreed, in milliseconds. */
  agreedMs: number;
}

export class TestBackend {
  readonly results: ScenarioResult[] = [];

  private constructor(
    readonly dataFolder: string,
    readonly engine: DynamoDbEngineClient,
    /** Between the backend and its tables. */
    readonly tablesProxy: FaultProxy,
    /** Between the audience and the backend. */
    readonly proxy: FaultProxy,
    readonly backend: BackendProcess,
    readonly backendOptions: BackendOptions,
    readonly outputs: AmplifyOutputs,
    readonly audience: Audience,
    private readonly dynalite: DynaliteThread,
  ) {}

  /**
   * @param options - overrides options of the backend
   * @param prepare - called with the empty data folder
   */
  static async open(
    name: string,
    options: Partial<BackendOptions> = {},
    prepare: (dataFolder: string) => void = () => undefined,
  ): Promise<TestBackend> {
    const dataFolder = path.join(projectFolder, '.amplify/faults', name);
    await rm(dataFolder, { recursive: true, force: true });
    await mkdir(dataFolder, { recursive: true });

    prepare(dataFolder);

    const dynalite = new DynaliteThread({
      region,
      accountId: '123456789012',
      dataFolder: path.join(dataFolder, 'outside'),
    });
    const enginePort = await dynalite.waitForPort();
    const tablesProxy = await FaultProxy.open(enginePort);
    const backendOptions: BackendOptions = {
      projectFolder,
      dataFolder,
      host: 'localhost',
      context: { roundSeconds },
      port: await freePort(),
      dynamoDbEndpoint: `http://127.0.0.1:${tablesProxy.port}`,
      ...options,
    };
    const backend = new BackendProcess(backendOptions);
    const outputs = await backend.start();
    const proxy = await FaultProxy.open(backendOptions.port);
    const audience = new Audience(await createViewerPageFactory(), through(outputs, backendOptions.port, proxy.port));
    return new TestBackend(
      dataFolder,
      new DynamoDbEngineClient(`http://127.0.0.1:${enginePort}`, region),
      tablesProxy,
      proxy,
      backend,
      backendOptions,
      outputs,
      audience,
      dynalite,
    );
  }

  /** @param cleanUp - called after everything has ended */
  async close(cleanUp: () => void = () => undefined): Promise<void> {
    console.table(this.results);
    const total = (figure: 'injected' | 'cast' | 'acknowledged' | 'lost' | 'doubled') =>
      this.results.reduce((sum, each) => sum + each[figure], 0);
    console.log(
      `${path.basename(this.dataFolder)}: ${total('injected')} faults injected, ${total('cast')} votes cast, ` +
        `${total('acknowledged')} acknowledged, ${total('lost')} lost, ${total('doubled')} doubled`,
    );
    this.audience.close();
    this.proxy.close();
    await this.backend.end('SIGTERM');
    this.tablesProxy.close();
    await this.engine.close();
    await this.dynalite.terminate();
    cleanUp();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  audit(): Promise<VoteAudit> {
    return auditVotes(this.engine, this.audience.uncheckedBallots);
  }

  /**
   * Waits until every screen shows the same new round.
   *
   * @param last - the round that is not new; by default the one that the screens show now
   */
  async waitForNewRound(last?: string): Promise<void> {
    const shown = () => new Set(this.audience.viewers.map((viewer) => Number(viewer.getState().round?.roundId ?? 0)));
    const before = last === undefined ? Math.max(...shown()) : Number(last);
    await waitUntil(
      'a new round on every screen',
      () => shown().size === 1 && [...shown()].every((roundId) => roundId > before),
    );
  }

  /** Restarts the backend while viewers vote. Votes are acknowledged before and after. */
  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.waitForAcknowledgement();
    await this.backend.end(signal);
    await this.backend.start();
    await this.waitForAcknowledgement();
  }

  /** Waits until another vote is acknowledged. */
  async waitForAcknowledgement(): Promise<void> {
    const before = this.audience.votesAcknowledged;
    await waitUntil('votes are acknowledged', () => this.audience.votesAcknowledged > before);
  }

  /**
   * Checks that each acknowledged vote is counted once, and that all screens agree on all votes in a later round
   * without reloading.
   */
  async checkRecovery(scenario: string, injected: number): Promise<ScenarioResult> {
    const { audience } = this;
    await waitUntil('every screen is live', () =>
      audience.viewers.every((viewer) => viewer.getState().connection === 'live'),
    );
    await this.#counted();
    await this.waitForNewRound();
    return this.checkAgreement(scenario, injected);
  }

  /** The second half of {@link checkRecovery}, in a round without votes. */
  async checkAgreement(scenario: string, injected: number): Promise<ScenarioResult> {
    const { audience } = this;
    const agreedMs = await this.#agreement();
    // Late votes of the last round arrive during this one, and may be counted a moment later.
    const { acknowledged, lost, doubled } = await this.#counted();
    const figures = { scenario, injected, cast: audience.votesCast, acknowledged, lost, doubled, agreedMs };
    this.results.push(figures);
    audience.markRoundsChecked();
    return figures;
  }

  async #counted(): Promise<VoteAudit> {
    let audit = await this.audit();
    const isCounted = async () => {
      audit = await this.audit();
      return audit.uncounted === 0;
    };
    await waitUntil('everything in ballots is counted', isCounted).catch((error: unknown) => {
      throw new Error(`${String(error)} ${JSON.stringify(audit)}`, { cause: error });
    });
    return audit;
  }

  /**
   * Every viewer votes once. Waits until all screens show all votes, and returns how long it took, in milliseconds.
   * Tries again in the next round if the round ends before that, since a new rotator starts in the middle of a round.
   */
  async #agreement(): Promise<number> {
    const { viewers } = this.audience;
    const startedAt = performance.now();
    while (performance.now() - startedAt < agreementLimitMs) {
      const roundId = viewers[0]?.getState().round?.roundId;
      const cast = this.audience.voteAll();
      const isOver = () => viewers.some((viewer) => viewer.getState().round?.roundId !== roundId);
      const agree = () => cast > 0 && viewers.every((viewer) => totalOf(viewer.getState().serverTotals) === cast);
      await waitUntil(`${cast} votes on every screen`, () => isOver() || agree(), agreementLimitMs).catch(
        async (error: unknown) => {
          throw new Error(`${String(error)} ${await this.#situation()}`, { cause: error });
        },
      );
      if (!isOver()) return Math.round(performance.now() - startedAt);
      await this.waitForNewRound(roundId);
    }
    throw new Error(`The screens do not agree. ${await this.#situation()}`);
  }

  /** Describes what the screens show, for error messages. */
  async #situation(): Promise<string> {
    const shown: Record<string, number> = {};
    for (const viewer of this.audience.viewers) {
      const { round, serverTotals: tallied, ownVotes: mine, connection, refusedVotes: refused } = viewer.getState();
      const text = `round ${round?.roundId} at ${Math.round(viewer.clock.now() / 100) / 10} ${connection}: ${totalOf(tallied)} tallied, ${totalOf(mine)} own, ${refused?.votes ?? 0} refused`;
      shown[text] = (shown[text] ?? 0) + 1;
    }
    return JSON.stringify({ shown, audit: await this.audit() }, undefined, 2);
  }
}

/** Returns the outputs with all addresses pointing to the proxy. */
function through(outputs: AmplifyOutputs, port: number, proxyPort: number): Outputs {
  return JSON.parse(JSON.stringify(outputs).replaceAll(`localhost:${port}`, `localhost:${proxyPort}`)) as Outputs;
}

/** Waits for a condition, for as long as recovery from a fault may take. */
export function waitUntil(
  what: string,
  isMet: () => boolean | Promise<boolean>,
  limitMs = recoveryLimitMs,
): Promise<void> {
  return waitUntilWithin(what, isMet, limitMs);
}
