/** Messages between the main thread and the viewer threads. */
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
  /** Asks for a probe vote. */
  | { type: 'probe' }
  | ({ type: 'probed' } & Probe)
  /** Received in another thread. */
  | { type: 'published'; kind: string; id: string; at: number }
  /** Ends voting and chatting. */
  | { type: 'rest' }
  /** Ends all viewers and asks for the metrics. */
  | { type: 'finish' };

export type FromThread =
  | { type: 'ready' }
  | ({ type: 'progress' } & Progress)
  | { type: 'probing'; probe: Probe | null }
  | { type: 'rose'; roundId: string; total: number }
  | { type: 'published'; kind: string; id: string; at: number }
  /** Cognito created it or no longer knows it. */
  | { type: 'identity'; identityId: string; isValid: boolean }
  | { type: 'finished'; metrics: Metrics };
