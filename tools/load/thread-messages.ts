/** What the main thread and the threads of viewers tell each other. */
import type { Arrival } from './arrivals';
import type { Documents } from '../guest/documents';
import type { Endpoints } from '../guest/endpoints';
import type { Metrics } from './metrics';
import type { Probe } from './probe-log';

export interface ThreadData {
  endpoints: Endpoints;
  documents: Documents;
  arrivals: Arrival[];
  /** Of each viewer. */
  votesPerSecond: number;
  /** Of each viewer. */
  messagesPerMinute: number;
}

export interface Progress {
  entered: number;
  live: number;
  votesCast: number;
  calls: number;
  received: number;
  errors: number;
}

export type ToThread =
  | { type: 'start' }
  /** One viewer casts a vote that is watched. */
  | { type: 'probe' }
  | ({ type: 'probed' } & Probe)
  /** Heard in another thread. */
  | { type: 'published'; kind: string; id: string; at: number }
  /** Nobody votes or talks any more. */
  | { type: 'rest' }
  /** Everybody goes, and the figures are asked for. */
  | { type: 'finish' };

export type FromThread =
  | { type: 'ready' }
  | ({ type: 'progress' } & Progress)
  | { type: 'probing'; probe: Probe | null }
  | { type: 'rose'; roundId: string; total: number }
  | { type: 'published'; kind: string; id: string; at: number }
  /** Cognito has made it, or does not know it any more. */
  | { type: 'identity'; identityId: string; isValid: boolean }
  | { type: 'finished'; metrics: Metrics };
