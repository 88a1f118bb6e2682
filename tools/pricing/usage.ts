/** What a part of the app uses of AWS per second, on average over an hour. Everything that AWS bills is included. */
import { updateBytes, type PriceName } from './prices';

export interface Usage extends Record<PriceName, number> {
  /** Messages to screens, regardless of size. */
  messages: number;
  /** Writes on DynamoDB, regardless of size. */
  writes: number;
}

export const parts = ['presence', 'rounds', 'votes', 'chat'] as const;
/** Presence (arrivals, pages, connections), rounds, votes with their totals, and chat. */
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
  renderGigabyteSeconds: 0,
  pageGigabytes: 0,
  messages: 0,
  writes: 0,
};

const gigabyte = 10 ** 9;
/** Overhead of TCP, TLS and WebSocket per message, and the size of an answer to a request. */
const frameBytes = 80;
const answerBytes = 500;

/** A screen that arrives opens a connection and four subscriptions. AppSync bills each as an update. */
export const updatesPerArrival = 5;

/** Requests to the API. Each is billed by AppSync, inspected by the firewall and logged. */
export function requests(perSecond: number): Usage {
  return {
    ...nothing,
    requests: perSecond,
    firewallRequests: perSecond,
    loggedRequests: perSecond,
    gigabytesOut: (perSecond * answerBytes) / gigabyte,
  };
}

/** Messages of the given size to screens. */
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

export function sumUsage(usages: Usage[]): Usage {
  const sum = { ...nothing };
  for (const usage of usages) for (const key of Object.keys(sum) as (keyof Usage)[]) sum[key] += usage[key];
  return sum;
}
