/** The charts of `docs/scale.md`, drawn by ECharts as SVG. The colors are legible on white and on black. */
import * as echarts from 'echarts';
import { quotas, type QuotaName } from '../pricing/quotas';
import type { SimulatedAudience } from './simulate-audience';
import { chatViewerHour } from './chat-designs';
import { roomSize } from './system';

export interface Series {
  name: string;
  color: string;
  /** By number of viewers; null if there is no value. */
  points: [number, number | null][];
  isDashed?: boolean;
  /** Vertical offset of the name at the end of the line, in pixels. */
  nudge?: number;
}

export interface Chart {
  title: string;
  subtitle: string;
  series: Series[];
  min: number;
  max: number;
  format: (value: number) => string;
  /** A horizontal line with a label. */
  limit?: { value: number; text: string };
}

const ink = '#7b828c';
const grid = 'rgba(123, 130, 140, 0.25)';
const colors = {
  ours: '#2f81f7',
  old: '#d9730d',
  better: '#2da44e',
  third: '#a371f7',
  fourth: '#d4478b',
  fifth: '#0e9aa7',
  sixth: '#9a7b1f',
};

const short = (value: number): string => {
  if (value >= 1e9) return `${value / 1e9}G`;
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : `${value}`;
};
const money = (value: number) => (value >= 1 ? `$${short(value)}` : `$${value}`);
const time = (value: number) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`);

export function svgOf({ title, subtitle, series, min, max, format, limit }: Chart): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 440 });
  const axis = {
    axisLine: { lineStyle: { color: ink } },
    axisTick: { lineStyle: { color: ink } },
    nameTextStyle: { color: ink, fontSize: 13 },
  };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: {
      text: title,
      subtext: subtitle,
      left: 8,
      top: 4,
      textStyle: { color: ink, fontSize: 17, fontWeight: 600 },
      subtextStyle: { color: ink, fontSize: 13 },
    },
    grid: { left: 86, right: 210, top: 76, bottom: 52 },
    xAxis: {
      type: 'log',
      min: 10,
      max: 1e6,
      name: 'viewers',
      nameLocation: 'middle',
      nameGap: 32,
      ...axis,
      axisLabel: { color: ink, fontSize: 13, formatter: short },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'log',
      min,
      max,
      ...axis,
      axisLabel: { color: ink, fontSize: 13, formatter: format },
      splitLine: { lineStyle: { color: grid } },
    },
    series: series.map(({ name, color, points, isDashed = false, nudge = 0 }, index) => ({
      type: 'line',
      name,
      data: points,
      showSymbol: false,
      clip: true,
      lineStyle: { color, width: 2.5, type: isDashed ? 'dashed' : 'solid' },
      itemStyle: { color },
      endLabel: { show: true, formatter: name, color, fontSize: 13, fontWeight: 600, distance: 8, offset: [0, nudge] },
      ...(limit &&
        index === 0 && {
          markLine: {
            silent: true,
            symbol: 'none',
            data: [{ yAxis: limit.value }],
            lineStyle: { color: ink, width: 1.5, type: 'solid' },
            label: { formatter: limit.text, color: ink, fontSize: 13, position: 'insideStartTop' },
          },
        }),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // Classes and styles serve hover effects and are numbered per process, so they are removed.
  const still = svg.replaceAll(/ class="[^"]*"/g, '').replace(/<style[\s\S]*?<\/style>/, '');
  return still.replaceAll(/zr\d+/g, 'zr').replace('<svg ', `<svg role="img" aria-label="${title}" `);
}

/** Ends a line at the edge of the chart. */
const upTo = (max: number, value: number) => (value > max ? null : value);

const line = (
  audiences: SimulatedAudience[],
  max: number,
  value: (audience: SimulatedAudience) => number,
): [number, number | null][] => audiences.map((audience) => [audience.viewers, upTo(max, value(audience))]);

/** Ends where votes stop reaching the screens. */
const ours = (audiences: SimulatedAudience[], max: number, value: (audience: SimulatedAudience) => number) =>
  line(audiences, max, (audience) => (Number.isFinite(audience.ours.fromCall.p50) ? value(audience) : Infinity));

/** Name, color, and vertical offset of the name. */
const quotaLines: Partial<Record<QuotaName, [string, string, number]>> = {
  outbound: ['messages out', colors.old, 0],
  newTableWrites: ['ballots, in a new table', colors.fifth, -12],
  newIdentities: ['new identities', colors.third, 2],
  requests: ['requests', colors.fourth, 14],
  partitionWrites: ['the round’s row', colors.ours, -2],
  connects: ['connections opened', colors.sixth, 10],
};

export interface SimulatedDesigns {
  /** In ascending order of size, the same sizes in each design. */
  built: SimulatedAudience[];
  perShard: SimulatedAudience[];
  proposed: SimulatedAudience[];
}

export function charts(
  { built, perShard, proposed }: SimulatedDesigns,
  messagesPerMinute: number,
): Record<string, Chart> {
  const written = (viewers: number) => (viewers * messagesPerMinute) / 60;
  return {
    messages: {
      title: 'Messages that each screen receives for votes',
      subtitle: 'per second',
      min: 1,
      max: 1e5,
      format: short,
      series: [
        {
          name: 'old sample',
          color: colors.old,
          points: line(built, 1e5, ({ old, viewers }) => old.usage.votes.messages / viewers),
        },
        {
          name: 'as built',
          color: colors.ours,
          points: ours(built, 1e5, (audience) => audience.ours.usage.votes.messages / audience.viewers),
        },
        {
          name: 'proposed',
          color: colors.better,
          points: ours(proposed, 1e5, (audience) => audience.ours.usage.votes.messages / audience.viewers),
        },
      ],
    },
    delay: {
      title: 'From the call of a vote to the other screens',
      subtitle: '99 % of votes arrive within',
      min: 100,
      max: 10_000,
      format: time,
      series: [
        { name: 'as built', color: colors.ours, points: line(built, 10_000, (audience) => audience.ours.fromCall.p99) },
        {
          name: 'a row for each shard',
          color: colors.fifth,
          points: line(perShard, 10_000, (audience) => audience.ours.fromCall.p99),
          nudge: 4,
        },
        {
          name: 'proposed',
          color: colors.better,
          points: line(proposed, 10_000, (audience) => audience.ours.fromCall.p99),
        },
      ],
    },
    quotas: {
      title: 'How much of each quota is used',
      subtitle: 'in the busiest second, as built, chat included',
      min: 0.001,
      max: 1000,
      format: (value) => `${Number((value * 100).toPrecision(3)).toLocaleString('en')} %`,
      limit: { value: 1, text: 'quota without a raise' },
      series: (Object.entries(quotaLines) as [QuotaName, [string, string, number]][]).map(
        ([quota, [name, color, nudge]]) => ({
          name,
          color,
          nudge,
          points: line(built, 1000, (audience) => audience.ours.quotas[quota]),
          isDashed: !quotas[quota].isAdjustable,
        }),
      ),
    },
    cost: {
      title: 'What an hour costs for one viewer',
      subtitle: 'US dollars; a line ends where votes stop reaching screens',
      min: 0.001,
      max: 100,
      format: money,
      series: [
        {
          name: 'old sample',
          color: colors.old,
          points: line(built, 100, ({ old, viewers }) => old.cost.total / viewers),
        },
        {
          name: 'as built, chat to all',
          color: colors.third,
          points: ours(built, 100, (audience) => audience.ours.cost.total / audience.viewers),
        },
        {
          name: 'as built, without chat',
          color: colors.ours,
          points: ours(
            built,
            100,
            (audience) => (audience.ours.cost.total - audience.ours.cost.byPart.chat) / audience.viewers,
          ),
          nudge: -4,
        },
        {
          name: 'proposed',
          color: colors.better,
          points: ours(proposed, 100, (audience) => audience.ours.cost.total / audience.viewers),
          nudge: 4,
        },
      ],
    },
    chat: {
      title: 'What an hour of chat costs for one viewer',
      subtitle: `US dollars, if each viewer writes ${messagesPerMinute} messages a minute`,
      min: 0.0001,
      max: 10,
      format: money,
      series: [
        {
          name: 'all to all',
          color: colors.old,
          points: line(built, 10, ({ viewers }) => chatViewerHour(written(viewers))),
        },
        {
          name: `rooms of ${roomSize}`,
          color: colors.better,
          points: line(built, 10, ({ viewers }) => chatViewerHour(written(Math.min(viewers, roomSize)))),
        },
      ],
    },
  };
}
