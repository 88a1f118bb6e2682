import { beforeEach, describe, expect, it } from 'vitest';
import { categories } from '../../amplify/show';
import { probeCategoryOf, ProbeLog } from './probe-log';

let since: number[];
let log: ProbeLog;

beforeEach(() => {
  since = [0, 0, 0];
  log = new ProbeLog(3, (viewer) => since[viewer] ?? Infinity);
});

const longest = () => Object.fromEntries(log.longest);

describe('a probe', () => {
  it('is timed at each screen', () => {
    log.recordProbe({ roundId: '10', total: 1, castAt: 1000 });
    log.recordTotal(0, '10', 1, 1030);
    log.recordTotal(1, '10', 1, 1050);
    expect(log.delays.count).toBe(2);
    expect(longest()).toEqual({ '10 1': 50 });
  });

  it('is timed at screens that received the total before the cast was announced', () => {
    log.recordTotal(0, '10', 1, 1030);
    log.recordProbe({ roundId: '10', total: 1, castAt: 1000 });
    log.recordTotal(1, '10', 1, 1040);
    expect(log.delays.count).toBe(2);
    expect(longest()).toEqual({ '10 1': 40 });
  });

  it('is timed once, even if its total is received repeatedly', () => {
    log.recordProbe({ roundId: '10', total: 1, castAt: 1000 });
    for (const at of [1030, 1060, 1090]) log.recordTotal(0, '10', 1, at);
    expect(log.delays.count).toBe(1);
    expect(longest()).toEqual({ '10 1': 30 });
  });

  it('is contained in a higher total', () => {
    log.recordProbe({ roundId: '10', total: 1, castAt: 1000 });
    log.recordProbe({ roundId: '10', total: 2, castAt: 1020 });
    log.recordTotal(0, '10', 2, 1100);
    expect(longest()).toEqual({ '10 1': 100, '10 2': 80 });
  });

  it('is not expected at viewers who joined later', () => {
    since = [0, 1010, Infinity];
    log.recordProbe({ roundId: '10', total: 1, castAt: 1000 });
    for (const viewer of [0, 1, 2]) log.recordTotal(viewer, '10', 1, 1020);
    expect(log.delays.count).toBe(1);
  });

  it('belongs to one round', () => {
    log.recordProbe({ roundId: '10', total: 1, castAt: 1000 });
    log.recordTotal(0, '20', 1, 1020);
    expect(log.delays.count).toBe(0);
  });
});

describe('the category of probes', () => {
  it.each([3, 5, 10, 12, 60])('changes with each round of %d seconds', (roundSeconds) => {
    const rounds = Array.from({ length: 22 }, (_, index) => String(1_800_000_000 + index * roundSeconds));
    expect(new Set(rounds.map(probeCategoryOf))).toEqual(new Set(categories));
  });
});
