/** The results of a simulation as tables, for the terminal and the documents. */
import { nextSnapshotMs } from '../../live/snapshot-poller';
import { services } from '../pricing/prices';
import { warmWriteUnits } from '../../amplify/warm-throughput';
import { quotaNames, quotas, type Quota } from '../pricing/quotas';
import { warmThroughputCost } from '../pricing/warm-throughput';
import { longestWaitSeconds, mostWaiting, snapshotsPerSecond } from './joining';
import { cdnLocations } from './presence';
import { quotaRaises, raised } from './quota-raises';
import { roundMs, type SimulatedAudience } from './simulate-audience';
import { quotasMet, tightest, twoDigits } from './quotas-met';
import type { Row } from '../document/markdown-table';
import { asBuilt } from './system';
import { count, dollars, milliseconds, percent, viewersText } from './text';
import { parts, sumUsage } from '../pricing/usage';

/** Delays from a vote to the other screens. */
export function delayRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, ours, old }) => ({
    viewers: viewersText(viewers),
    'from the call: median': milliseconds(ours.fromCall.p50),
    '95 %': milliseconds(ours.fromCall.p95),
    '99 %': milliseconds(ours.fromCall.p99),
    'from the tap: median': milliseconds(ours.fromTap.p50),
    '99 % ': milliseconds(ours.fromTap.p99),
    'old sample: median': milliseconds(old.fromCall.p50),
    '99 %  ': milliseconds(old.fromCall.p99),
  }));
}

const forVote = (value: number, votes: number) => count(votes === 0 ? NaN : value / votes);

/** Messages for votes. Chat and rounds are the same in both designs. */
export function messageRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, votes, calls, shards, ours, old }) => {
    const [here, there] = [ours.usage.votes, old.usage.votes];
    return {
      viewers: viewersText(viewers),
      'votes/s': count(votes),
      'calls/s': count(calls),
      shards: count(shards),
      'publications/s': count(ours.publications),
      'messages/s': count(here.messages),
      'to a viewer': count(here.messages / viewers),
      'for a vote': forVote(here.messages, votes),
      'old sample: messages/s': count(there.messages),
      'to a viewer ': count(there.messages / viewers),
      'for a vote ': forVote(there.messages, votes),
    };
  });
}

/** What the publish lease saves. @param without - the same audiences without the lease */
export function leaseRows(audiences: SimulatedAudience[], without: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, shards, ours }, index) => {
    const free = without[index]?.ours;
    if (!free) throw new Error(`No simulation of ${viewers} viewers without the lease.`);
    return {
      viewers: viewersText(viewers),
      shards: count(shards),
      'publications/s': count(ours.publications),
      'without the lease': count(free.publications),
      'votes, an hour': dollars(ours.cost.byPart.votes),
      'without the lease ': dollars(free.cost.byPart.votes),
    };
  });
}

/** Writes for votes. */
export function writeRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, votes, ours, old }) => {
    const [here, there] = [ours.usage.votes, old.usage.votes];
    return {
      viewers: viewersText(viewers),
      'writes/s': count(here.writes),
      'for a vote': forVote(here.writes, votes),
      'for a viewer': count(here.writes / viewers),
      'write units/s': count(here.writeUnits),
      'of these on totals': count(ours.totalsUnits),
      'old sample: writes/s': count(there.writes),
      'for a vote ': forVote(there.writes, votes),
      'all on one row, at most': quotas.partitionWrites.value.toLocaleString('en'),
    };
  });
}

export function costRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, ours, old }) => ({
    viewers: viewersText(viewers),
    'an hour': dollars(ours.cost.total),
    'a viewer-hour': dollars(ours.cost.total / viewers),
    ...Object.fromEntries(parts.map((part) => [part, dollars(ours.cost.byPart[part])])),
    'old sample: an hour': dollars(old.cost.total),
    'its votes': dollars(old.cost.byPart.votes),
  }));
}

export function serviceRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, ours }) => ({
    viewers: viewersText(viewers),
    ...Object.fromEntries(services.map((service) => [service, dollars(ours.cost.byService[service])])),
  }));
}

/** The quotas in the order in which a growing audience meets them. */
export function quotaRows(audiences: SimulatedAudience[]): Row[] {
  const largest = audiences.at(-1);
  if (!largest) return [];
  const old = new Map(quotasMet(audiences, 'old').map(({ quota, viewers }) => [quota, viewers]));
  const ours = new Map(quotasMet(audiences, 'ours').map(({ quota, viewers }) => [quota, viewers]));
  const names = [...new Set([...ours.keys(), ...old.keys()])];
  return names.map((quota) => {
    const { name, value, unit, raise } = quotas[quota];
    const metAt = (viewers?: number) => (viewers === undefined ? 'not met' : `${viewersText(viewers)} viewers`);
    return {
      quota: name,
      'without a raise': `${count(value)} ${unit}`,
      'met at': metAt(ours.get(quota)),
      [`needed for ${viewersText(largest.viewers)}`]: needed(largest.ours.quotas[quota], value, raise),
      'old sample: met at': metAt(old.get(quota)),
    };
  });
}

function needed(share: number, value: number, raise: Quota['raise']): string {
  if (share < 1) return 'no more';
  if (raise === null) return 'fixed: another design';
  return `${count(twoDigits(share * value))}${raise === 'EXPECTED_VIEWERS' ? ', with `EXPECTED_VIEWERS`' : ''}`;
}

/** What to request of AWS for each audience. */
export function raiseRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, ours }) => ({
    viewers: viewersText(viewers),
    'quotas to raise': listText(
      quotaRaises(viewers, ours.quotas).map(({ service, name, code, to, unit }) => {
        const entry = `${service}: ${name}${code === undefined ? '' : ` (${code})`}`;
        return `${entry}: ${to.toLocaleString('en')} ${unit}`;
      }),
    ),
    '`EXPECTED_VIEWERS` prepares `Ballot` for': writeUnitsText(warmWriteUnits('Ballot', viewers)),
    'which cost, once': dollars(warmThroughputCost(viewers)),
  }));
}

const writeUnitsText = (units: number | null) => (units === null ? 'not needed' : `${count(units)} writes/s`);
const listText = (items: string[]) => items.join('; ') || 'none';

/** When newcomers watch and vote, with default quotas and with raised ones. */
export function joiningRows(audiences: SimulatedAudience[], arrivalMinutes: number): Row[] {
  const arrivalSeconds = arrivalMinutes * 60;
  return audiences.map(({ viewers, voters, ours }) => {
    const demand = ours.quotas.newIdentities * quotas.newIdentities.value;
    const raisedTo = raised('newIdentities', demand);
    const waiting = mostWaiting(viewers, arrivalSeconds);
    const perSecond = snapshotsPerSecond(waiting, voters, roundMs);
    return {
      viewers: viewersText(viewers),
      watching: 'at once',
      'voting, the last of them': waitText(longestWaitSeconds(viewers, arrivalSeconds)),
      'meanwhile `/snapshot`/s': count(perSecond),
      'of which reach the server, at most': count(Math.min(perSecond, cdnLocations)),
      'with GetId raised to': raisedTo === quotas.newIdentities.value ? 'no raise' : `${count(raisedTo)}/s`,
      'voting, then': waitText(longestWaitSeconds(viewers, arrivalSeconds, raisedTo)),
    };
  });
}

const waitText = (seconds: number) => {
  if (seconds === 0) return 'at once';
  return seconds < 5400 ? `after ${count(seconds / 60)} min` : `after ${count(seconds / 3600)} h`;
};

/** The quotas that each audience exceeds. */
export function exceededRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, ours }) => {
    const exceeded = quotaNames
      .filter((name) => ours.quotas[name] >= 1)
      .toSorted((a, b) => ours.quotas[b] - ours.quotas[a]);
    const { quota, share } = tightest(ours);
    return {
      viewers: viewersText(viewers),
      exceeded: exceeded.map((name) => `${quotas[name].name} (${percent(ours.quotas[name])})`).join('; ') || 'nothing',
      'tightest otherwise': exceeded.length > 0 ? '' : `${quotas[quota].name} (${percent(share)})`,
    };
  });
}

/** One size of audience in several designs. */
export function designRows(designs: [string, SimulatedAudience][]): Row[] {
  return designs.map(([design, { viewers, ours, shards }]) => ({
    design,
    viewers: viewersText(viewers),
    '50 % of votes shown within': milliseconds(ours.fromCall.p50),
    '99 %': milliseconds(ours.fromCall.p99),
    'counters: write units/s': count(ours.totalsUnits),
    shards: count(shards),
    'messages/s to a viewer': count(sumUsage(Object.values(ours.usage)).messages / viewers),
    'an hour': dollars(ours.cost.total),
    'a viewer-hour': dollars(ours.cost.total / viewers),
  }));
}

/** Cached snapshots that screens request if a round starts more than a second late. */
export function lateRoundRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, voters }) => {
    const overdue = { failures: 0, isLive: true, idle: 0, roundLeftMs: 0, voters };
    const [first, last] = [nextSnapshotMs(overdue, 0), nextSnapshotMs(overdue, 1)];
    const perSecond = viewers / ((last - first) / 1000);
    return {
      viewers: viewersText(viewers),
      'asked after': `${milliseconds(first)} to ${milliseconds(last)}`,
      '`/snapshot`/s': count(perSecond),
      'of the requests to Hosting': percent(perSecond / quotas.hosting.value),
      'of which reach the server, at most': count(Math.min(perSecond, cdnLocations)),
    };
  });
}

/** The pace that `amplify/limits.ts` sets for each audience. */
export function paceRows(audiences: SimulatedAudience[]): Row[] {
  return audiences.map(({ viewers, voters }) => {
    const { holdMs, endSpreadMs } = asBuilt.sending(voters);
    return {
      viewers: viewersText(viewers),
      voters: viewersText(voters),
      'between publications': milliseconds(asBuilt.publishIntervalMs?.(voters) ?? 0),
      'votes are held for': milliseconds(holdMs),
      'and at the end spread over': milliseconds(endSpreadMs),
      'chat rooms': count(asBuilt.rooms(voters)),
    };
  });
}
