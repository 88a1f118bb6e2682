/**
 * A headless guest that calls the public API, with little overhead, so that one process can run thousands: an identity
 * and credentials from Cognito, signed calls over kept-alive connections, and a signed real-time connection.
 */
import type { SignatureV4 } from '@smithy/signature-v4';
import { z } from 'zod';
import type { Counts } from '../../amplify/show';
import type { BallotReceipt, Message, RoundResult, Snapshot } from '../../live/backend';
import { BackendError, isStaleGuest } from '../../live/backend-error';
import {
  fieldOf,
  subscriptionFields,
  variablesOf,
  type Documents,
  type Operation,
  type SubscriptionId,
} from './documents';
import type { Endpoints } from './endpoints';
import type { Post } from './post';
import { RealtimeSocket, type RealtimeHandlers } from './realtime-socket';
import { createSigner, signPost } from './signer';

export type CognitoAction = 'GetId' | 'GetCredentialsForIdentity';

type ReportArguments = { messageId: string; sender: string; nickname: string; text: string };

export interface GuestOptions {
  endpoints: Endpoints;
  documents: Documents;
  post: Post;
  /** From an earlier visit. If it is missing or no longer valid, the guest requests a new one. */
  identityId?: string;
  /** Called after each call. `errorType` is undefined if the call succeeded. */
  onCall?: (operation: Operation | CognitoAction, durationMs: number, errorType?: string) => void;
  /** Called if Cognito created an identity for this guest, or if the identity is no longer valid. */
  onIdentity?: (identityId: string, isGood: boolean) => void;
  random?: () => number;
}

/** Credentials are renewed this long before they expire. */
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

  /** Undefined before the first call. It is a secret, because it is enough to obtain credentials. */
  get identityId(): string | undefined {
    return this.#identityId;
  }

  /**
   * Obtains an identity and credentials if the guest has none.
   *
   * @throws {BackendError} if Cognito refuses
   */
  async ensureIdentity(): Promise<string> {
    try {
      await this.#signerNow();
    } catch (error) {
      if (this.options.identityId === undefined || !isStaleGuest(error)) throw error;
      // The pool no longer knows the identity of the earlier visit.
      this.forget();
      await this.#signerNow();
    }
    return this.#identityId ?? '';
  }

  /** Deletes the identity and its credentials; the next call requests new ones. */
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

  /** @returns the running totals of this guest that the backend has stored */
  castVotes(roundId: string, votes: Counts & { endsAt?: number | null }): Promise<BallotReceipt> {
    return this.call<BallotReceipt>('castVotes', { roundId, ...votes });
  }

  /** @param room from 0 */
  sendMessage(nickname: string, text: string, room = 0): Promise<Message> {
    return this.call<Message>('sendMessage', { nickname, text, room });
  }

  reportMessage(message: ReportArguments): Promise<boolean> {
    return this.call<boolean>('reportMessage', message);
  }

  /** @throws {BackendError} if the answer contains errors or no value, or if no answer arrives */
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
   * Opens the subscriptions of a screen. The socket reconnects whenever the connection is lost.
   *
   * @param subscriptions returns those that a new connection starts with; by default all fields, and room 0 of the chat
   * @returns the socket, whose `close` ends the subscriptions
   */
  subscribe(
    handlers: RealtimeHandlers,
    subscriptions: () => readonly SubscriptionId[] = () => subscriptionFields,
  ): RealtimeSocket {
    const { endpoints, random = Math.random } = this.options;
    return new RealtimeSocket({
      url: endpoints.realtimeUrl,
      subscriptions,
      authorizeConnection: () => this.authorizeConnection(),
      startPayload: (id) => this.startPayload(id),
      handlers,
      random,
    });
  }

  /** @returns the headers that open a real-time connection */
  authorizeConnection(): Promise<Record<string, string>> {
    return this.#sign('/connect', '{}', realtimeHeaders);
  }

  /** @returns the payload of the message that starts a subscription */
  async startPayload(id: SubscriptionId): Promise<{ data: string; extensions: unknown }> {
    const data = JSON.stringify({ query: this.options.documents[fieldOf(id)], variables: variablesOf(id) });
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

  /** Concurrent calls wait for the same credentials. */
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

/** The headers that a client must sign for its real-time connection, according to AppSync's guide. */
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
