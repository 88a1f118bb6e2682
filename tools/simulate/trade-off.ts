/** Cost against delay, by the interval between publications, at two sizes of audience. */
import type { Chart, Series } from './charts';
import type { SimulatedAudience } from './simulate-audience';
import type { Simulate } from './simulation';
import { asBuilt, leavesToNext, type Design } from './system';
import { count } from './text';

interface TradeOff {
  viewers: number;
  /** Goals for the delay that 99 % of votes do not exceed, in milliseconds, and for the cost of an hour in US dollars. */
  delayGoalMs: number;
  costGoal: number;
  intervalsMs: number[];
}

const tradeOffs: Record<string, TradeOff> = {
  'trade-off-1000': {
    viewers: 1000,
    delayGoalMs: 800,
    costGoal: 25,
    intervalsMs: [250, 300, 330, 400, 430, 500, 600],
  },
  'trade-off-1000000': {
    viewers: 1_000_000,
    delayGoalMs: 3000,
    costGoal: 10_000,
    intervalsMs: [1500, 1750, 2000, 2300, 2600, 3000],
  },
};

interface Line {
  name: string;
  color: string;
  nudge: number;
  labels: 'top' | 'bottom';
  design: Design;
}

const lines: Line[] = [
  { name: 'as built', color: '#2da44e', nudge: -8, labels: 'top', design: asBuilt },
  { name: 'left to the next batch', color: '#0e9aa7', nudge: 12, labels: 'bottom', design: leavesToNext },
];

interface SimulatedLine extends Line {
  audiences: SimulatedAudience[];
}

export type SimulatedTradeOffs = Record<string, TradeOff & { lines: SimulatedLine[] }>;

export async function simulateTradeOffs(simulate: Simulate): Promise<SimulatedTradeOffs> {
  const simulated: SimulatedTradeOffs = {};
  for (const [chart, tradeOff] of Object.entries(tradeOffs)) {
    const drawn: SimulatedLine[] = [];
    for (const line of lines) {
      const audiences: SimulatedAudience[] = [];
      for (const intervalMs of tradeOff.intervalsMs)
        audiences.push(await simulate(tradeOff.viewers, { ...line.design, publishIntervalMs: () => intervalMs }));
      drawn.push({ ...line, audiences });
    }
    simulated[chart] = { ...tradeOff, lines: drawn };
  }
  return simulated;
}

export function tradeOffCharts(simulated: SimulatedTradeOffs): Record<string, Chart> {
  return Object.fromEntries(
    Object.entries(simulated).map(([name, { viewers, delayGoalMs, costGoal, intervalsMs, lines: drawn }]) => {
      const delays = drawn.flatMap(({ audiences }) => audiences.map(({ ours }) => ours.fromCall.p99));
      const costs = drawn.flatMap(({ audiences }) => audiences.map(({ ours }) => ours.cost.total));
      const seconds = (value: number) => `${value / 1000} s`;
      const chart: Chart = {
        title: `Cost against delay, ${viewers.toLocaleString('en')} viewers`,
        subtitle: 'US dollars an hour, by the interval between publications in milliseconds',
        ...rangeOf([...costs, costGoal]),
        format: (value) => `$${count(value)}`,
        limit: { value: costGoal, text: 'goal' },
        x: {
          name: '99 % of votes are on the other screens within',
          ...rangeOf([...delays, delayGoalMs]),
          format: seconds,
          limit: { value: delayGoalMs, text: 'goal' },
        },
        series: drawn.map(({ name: line, color, nudge, labels, audiences }): Series => ({
          name: line,
          color,
          nudge,
          points: audiences.map(({ ours }) => [ours.fromCall.p99, ours.cost.total]),
          labels: { texts: intervalsMs.map(String), position: labels },
        })),
      };
      return [name, chart];
    }),
  );
}

/** A range with a margin, rounded to one digit. */
function rangeOf(values: number[]): { min: number; max: number } {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const step = 10 ** Math.floor(Math.log10(max - min));
  return { min: Math.floor((min - step / 4) / step) * step, max: Math.ceil((max + step / 4) / step) * step };
}
