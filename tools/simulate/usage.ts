/** What a part of the show uses of AWS in a second, on average over an hour. Everything that is billed is in it. */
import { updateBytes, type PriceName } from './aws';

export interface Usage extends Record<PriceName, number> {
  /** Messages to screens, whatever their size. */
  messages: number;
  /** Writes on DynamoDB, whatever their size. */
  writes: number;
}

export const parts = ['presence', 'rounds', 'votes', 'chat'] as const;
/** Being there (arrivals, pages, connections), the films, the votes with their totals, and the talk. */
export type Part = (typeof parts)[number];

export type UsageByPart = Record<Part, Usage>;

const nothing: Usage = {
  requests: 0,
  updates: 0,
  connectionMinutes: 0,
  writeUnits: 0,
  readUnits: 0,
  invocations: 0,
  gigabyteSeconds: 0,
  gigabytesOut: 0,
  firewallRequests: 0,
  loggedRequests: 0,
  pages: 0,
  pageGigabytes: 0,
  messages: 0,
  writes: 0,
};

const gigabyte = 10 ** 9;
/** TCP, TLS and WebSocket around a message, and an answer to a request. */
const frameBytes = 80;
const answerBytes = 500;

/** A screen that arrives opens a connection and three subscriptions, and each is billed as an update. */
export const updatesPerArrival = 4;

/** Requests to the API: each is paid to AppSync, seen by the firewall and logged. */
export function requests(perSecond: number): Usage {
  return {
    ...nothing,
    requests: perSecond,
    firewallRequests: perSecond,
    loggedRequests: perSecond,
    gigabytesOut: (perSecond * answerBytes) / gigabyte,
  };
}

/** Messages of a size to screens. */
export function deliveries(perSecond: number, bytes: number): Usage {
  return {
    ...nothing,
    messages: perSecond,
    updates: perSecond * Math.ceil(bytes / updateBytes),
    gigabytesOut: (perSecond * (bytes + frameBytes)) / gigabyte,
  };
}

export function writes(perSecond: number, units = perSecond): Usage {
  return { ...nothing, writes: perSecond, writeUnits: units };
}

export const use = (usage: Partial<Usage>): Usage => ({ ...nothing, ...usage });

export function together(usages: Usage[]): Usage {
  const sum = { ...nothing };
  for (const usage of usages) for (const key of Object.keys(sum) as (keyof Usage)[]) sum[key] += usage[key];
  return sum;
}
