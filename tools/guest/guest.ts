/**
 * A headless guest on the public API, slim enough for thousands in one process: an identity and credentials from
 * Cognito, signed calls over kept connections, and a signed real-time connection.
 */
import type { SignatureV4 } from '@smithy/signature-v4';
import { z } from 'zod';
import type { Counts } from '../../amplify/show';
import type { BallotReceipt, Message, RoundResult, Snapshot } from '../../live/backend';
import { BackendError, isStaleGuest } from '../../live/backend-error';
import { subscriptionFields, type Documents, type Operation, type SubscriptionField } from './documents';
import type { Endpoints } from './endpoints';
import type { Post } from './post';
import { RealtimeSocket, type RealtimeHandlers } from './realtime-socket';
import { createSigner, signPost } from './signer';

export type CognitoAction = 'GetId' | 'GetCredentialsForIdentity';

export interface GuestOptions {
  endpoints: Endpoints;
  documents: Documents;
  post: Post;
  /** From an earlier visit; a new one is asked for where it is missing or of no use any more. */
  identityId?: string;
  /** Told of each call that was answered or failed; `errorType` is undefined where all went well. */
  onCall?: (operation: Operation | CognitoAction, durationMs: number, errorType?: string) => void;
  /** Cognito has made an identity for this guest, or it is of no use any more. */
  onIdentity?: (identityId: string, isGood: boolean) => void;
  random?: () => number;
}

/** Credentials are replaced this long before they expire. */
const renewBeforeMs = 5 * 60_000;

const identity = z.object({ IdentityId: z.string() });
const credentials = z.object({
  Credentials: z.object({
    AccessKeyId: z.string(),
    SecretKey: z.string(),
    SessionToken: z.string(),
    Expiration: z.number(),
  }),
});
const graphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string().nullish(), errorType: z.string().nullish() })).optional(),
});

export class Guest {
  #identityId: string | undefined;
  #signer: Promise<SignatureV4> | undefined;
  #expiresAt = Infinity;

  constructor(private readonly options: GuestOptions) {
    this.#identityId = options.identityId;
  }

  /** Undefined before the first call. A secret: whoever knows it can take its credentials. */
  get identityId(): string | undefined {
    return this.#identityId;
  }

  /**
   * Gets identity and credentials, where it has none yet.
   * @throws {BackendError} where Cognito refuses
   */
  async ensureIdentity(): Promise<string> {
    try {
      await this.#signerNow();
    } catch (error) {
      if (this.options.identityId === undefined || !isStaleGuest(error)) throw error;
      // The pool does not know the identity of the earlier visit any more.
      this.forget();
      await this.#signerNow();
    }
    return this.#identityId ?? '';
  }

  /** Drops identity and credentials; the next call asks for new ones. */
  forget(): void {
    if (this.#identityId !== undefined) this.options.onIdentity?.(this.#identityId, false);
    this.#identityId = undefined;
    this.#signer = undefined;
  }

  snapshot(): Promise<Snapshot> {
    return this.call<Snapshot>('snapshot');
  }

  recentRounds(): Promise<RoundResult[]> {
    return this.call<RoundResult[]>('recentRounds');
  }

  /** @returns this guest's running totals that the backend has accepted */
  castVotes(roundId: string, votes: Counts): Promise<BallotReceipt> {
    return this.call<BallotReceipt>('castVotes', { roundId, ...votes });
  }

  sendMessage(nickname: string, text: string): Promise<Message> {
    return this.call<Message>('sendMessage', { nickname, text });
  }

  /** @throws {BackendError} where the answer holds errors or no value, or none comes */
  call<T>(operation: Operation, variables: Record<string, unknown> = {}): Promise<T> {
    return this.#observed(operation, async () => {
      const { documents, endpoints, post } = this.options;
      const body = JSON.stringify({ query: documents[operation], variables });
      const headers = await this.#sign('', body, { 'content-type': 'application/json' });
      const { status, errorType, json } = await post(endpoints.graphqlUrl, headers, body);
      const { data, errors: [error] = [] } = graphqlAnswer.safeParse(json).data ?? {};
      const value = data?.[operation];
      if (status >= 300 || error || value === null || value === undefined) {
        throw new BackendError(
          error?.errorType ?? errorType ?? (status >= 300 ? `HTTP ${status}` : 'NoData'),
          error?.message ?? '',
        );
      }
      return value as T;
    });
  }

  /**
   * Subscribes to all that a screen subscribes to, and comes back whenever the connection is lost.
   * @returns what ends it
   */
  subscribe(handlers: RealtimeHandlers): RealtimeSocket {
    const { endpoints, random = Math.random } = this.options;
    return new RealtimeSocket({
      url: endpoints.realtimeUrl,
      fields: subscriptionFields,
      authorizeConnection: () => this.authorizeConnection(),
      startPayload: (field) => this.startPayload(field),
      handlers,
      random,
    });
  }

  /** @returns the headers that open a real-time connection */
  authorizeConnection(): Promise<Record<string, string>> {
    return this.#sign('/connect', '{}', realtimeHeaders);
  }

  /** @returns the payload of the message that starts a subscription */
  async startPayload(field: SubscriptionField): Promise<{ data: string; extensions: unknown }> {
    const data = JSON.stringify({ query: this.options.documents[field], variables: {} });
    return { data, extensions: { authorization: await this.#sign('', data, realtimeHeaders) } };
  }

  async #sign(
    subpath: '' | '/connect',
    body: string,
    headers: Record<string, string>,
  ): Promise<Record<string, string>> {
    const signer = await this.#signerNow();
    return signPost(signer, { url: `${this.options.endpoints.graphqlUrl}${subpath}`, headers, body });
  }

  /** Calls that are made together wait for the same credentials. */
  #signerNow(): Promise<SignatureV4> {
    if (Date.now() > this.#expiresAt - renewBeforeMs) this.#signer = undefined;
    this.#signer ??= this.#newSigner().catch((error: unknown) => {
      this.#signer = undefined;
      throw error;
    });
    return this.#signer;
  }

  async #newSigner(): Promise<SignatureV4> {
    const { identityPoolId, region } = this.options.endpoints;
    this.#expiresAt = Infinity;
    if (this.#identityId === undefined) {
      this.#identityId = identity.parse(await this.#askCognito('GetId', { IdentityPoolId: identityPoolId })).IdentityId;
      this.options.onIdentity?.(this.#identityId, true);
    }
    const { AccessKeyId, SecretKey, SessionToken, Expiration } = credentials.parse(
      await this.#askCognito('GetCredentialsForIdentity', { IdentityId: this.#identityId }),
    ).Credentials;
    this.#expiresAt = Expiration * 1000;
    return createSigner(
      { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken },
      { region },
    );
  }

  #askCognito(action: CognitoAction, input: unknown): Promise<unknown> {
    return this.#observed(action, async () => {
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityService.${action}`,
      };
      const { status, errorType, json } = await this.options.post(
        this.options.endpoints.identityUrl,
        headers,
        JSON.stringify(input),
      );
      if (status !== 200) throw new BackendError(errorType ?? `HTTP ${status}`, `Cognito refused ${action}.`);
      return json;
    });
  }

  async #observed<T>(operation: Operation | CognitoAction, call: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      const answer = await call();
      this.options.onCall?.(operation, performance.now() - startedAt);
      return answer;
    } catch (error) {
      const failure = asBackendError(error);
      this.options.onCall?.(operation, performance.now() - startedAt, failure.type);
      throw failure;
    }
  }
}

/** Headers that AppSync's guide has a client sign for its real-time connection. */
const realtimeHeaders = {
  accept: 'application/json, text/javascript',
  'content-encoding': 'amz-1.0',
  'content-type': 'application/json; charset=UTF-8',
};

function asBackendError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'Unknown';
  return new BackendError(code, error instanceof Error ? error.message : String(error));
}
