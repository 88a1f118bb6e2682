/** The local backend that attack and fuzz tests run against, with direct access to its tables and its error log. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { log, startBackend, type AmplifyOutputs, type Backend, type BackendOptions } from 'amplify-local';
import { DynaliteThread, DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { SessionCredentials } from 'amplify-local/iam';
import { vi, type MockInstance } from 'vitest';
import { freePort } from '../backend/free-port';
import { projectFolder } from '../project-folder';

const region = 'us-east-1';
const accountId = '123456789012';
/** Users of the user pool: one in the group of operators, one outside of every group. */
export const operatorEmail = 'operator@example.com';
export const outsiderEmail = 'outsider@example.com';

const amplifyFolder = path.join(projectFolder, '.amplify');

export class AttackedBackend {
  private constructor(
    readonly port: number,
    /** Reads and writes the tables without the backend. */
    readonly tables: DynamoDbEngineClient,
    private readonly backend: Backend,
    private readonly dynalite: DynaliteThread,
    private readonly loggedErrors: MockInstance<typeof log.error>,
    private readonly dataFolder: string,
  ) {}

  static async start(context?: BackendOptions['context']): Promise<AttackedBackend> {
    await mkdir(amplifyFolder, { recursive: true });
    const dataFolder = await mkdtemp(path.join(amplifyFolder, 'attack-'));
    log.level = 'silent';
    const loggedErrors = vi.spyOn(log, 'error');
    const dynalite = new DynaliteThread({ region, accountId });
    const dynamoDbEndpoint = `http://127.0.0.1:${await dynalite.waitForPort()}`;
    const port = await freePort();
    const backend = await startBackend({
      projectFolder,
      dataFolder,
      host: 'localhost',
      port,
      context,
      runSchedulesAtStart: true,
      dynamoDbEndpoint,
      users: [{ email: operatorEmail, groups: ['operators'] }, { email: outsiderEmail }],
    });
    return new AttackedBackend(
      port,
      new DynamoDbEngineClient(dynamoDbEndpoint, region),
      backend,
      dynalite,
      loggedErrors,
      dataFolder,
    );
  }

  get host(): string {
    return `localhost:${this.port}`;
  }

  /** Issues credentials that the backend accepts. */
  async readSessions(): Promise<SessionCredentials> {
    const key = await readFile(path.join(this.dataFolder, 'credentials.key'), 'utf8');
    return new SessionCredentials(Buffer.from(key, 'base64'));
  }

  get outputs(): AmplifyOutputs {
    return this.backend.outputs;
  }

  /** Returns the temporary password of a user. */
  temporaryPasswordOf(email: string): string {
    const password = this.backend.users.find((user) => user.email === email)?.temporaryPassword;
    if (password === undefined) throw new Error(`${email} has no temporary password.`);
    return password;
  }

  /** Returns the internal errors that the backend has logged since the last call. No request may cause one. */
  takeLoggedErrors(): unknown[][] {
    return this.loggedErrors.mock.calls.splice(0);
  }

  async close(): Promise<void> {
    await this.backend.close();
    await this.tables.close();
    await this.dynalite.terminate();
    this.loggedErrors.mockRestore();
    await rm(this.dataFolder, { recursive: true });
  }
}
