/** The charts of `docs/scale.md`, drawn by ECharts as SVG. The colors are legible on white and on black. */
import * as echarts from 'echarts';
import { quotas, type QuotaName } from '../pricing/quotas';
import type { SimulatedAudience } from './simulate-audience';
import { chatViewerHour } from './chat-designs';
import { roomsFor } from '../../amplify/chat-rooms';
import type { Habits } from './habits';

export interface Series {
  name: string;
  color: string;
  /** By number of viewers, or by the value of the horizontal axis; null if there is no value. */
  points: [number, number | null][];
  /** A label for each point, and where it stands. */
  labels?: { texts: string[]; position: 'top' | 'bottom' };
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
  /** The horizontal axis; the number of viewers if it is missing. */
  x?: {
    name: string;
    min: number;
    max: number;
    format: (value: number) => string;
    limit: { value: number; text: string };
  };
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
const viewersAxis = { name: 'viewers', min: 10, max: 1e6, format: short };
const money = (value: number) => (value >= 1 ? `$${short(value)}` : `$${value}`);
const time = (value: number) => (value >= 1000 ? `${value / 1000} s` : `${value} ms`);

export function svgOf({ title, subtitle, series, min, max, format, limit, x }: Chart): string {
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
      type: x ? 'value' : 'log',
      min: (x ?? viewersAxis).min,
      max: (x ?? viewersAxis).max,
      name: (x ?? viewersAxis).name,
      nameLocation: 'middle',
      nameGap: 32,
      ...axis,
      axisLabel: { color: ink, fontSize: 13, formatter: (x ?? viewersAxis).format },
      splitLine: { show: false },
    },
    yAxis: {
      type: x ? 'value' : 'log',
      min,
      max,
      ...axis,
      axisLabel: { color: ink, fontSize: 13, formatter: format },
      splitLine: { lineStyle: { color: grid } },
    },
    series: series.map(({ name, color, points, labels, isDashed = false, nudge = 0 }, index) => ({
      type: 'line',
      name,
      data: points,
      showSymbol: labels !== undefined,
      symbolSize: 7,
      ...(labels && {
        label: {
          show: true,
          position: labels.position,
          color,
          fontSize: 12,
          formatter: ({ dataIndex }: { dataIndex: number }) => labels.texts[dataIndex] ?? '',
        },
      }),
      clip: true,
      lineStyle: { color, width: 2.5, type: isDashed ? 'dashed' : 'solid' },
      itemStyle: { color },
      endLabel: { show: true, formatter: name, color, fontSize: 13, fontWeight: 600, distance: 8, offset: [0, nudge] },
      ...(limit &&
        index === 0 && {
          markLine: {
            silent: true,
            symbol: 'none',
            data: [
              { yAxis: limit.value, name: limit.text },
              ...(x ? [{ xAxis: x.limit.value, name: x.limit.text }] : []),
            ],
            lineStyle: { color: ink, width: 1.5, type: 'solid' },
            label: { formatter: '{b}', color: ink, fontSize: 13, position: 'insideStartTop' },
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
  newTableWrites: ['ballots, in a new table', colors.fifth, -12],
  newIdentities: ['new identities', colors.third, -2],
  requests: ['requests', colors.fourth, 8],
  outbound: ['messages out', colors.old, -12],
  partitionReads: ['reads of one partition', colors.ours, 2],
  hosting: ['requests to Hosting', colors.better, -7],
  partitionWrites: ['writes of one partition', colors.sixth, 12],
};

export interface SimulatedDesigns {
  /** In ascending order of size, the same sizes in each design. */
  built: SimulatedAudience[];
  oneRow: SimulatedAudience[];
  leavesToNext: SimulatedAudience[];
}

const names = { oneRow: 'one row per round', built: 'as built', leavesToNext: 'left to the next batch' };

export function charts(
  { built, oneRow, leavesToNext }: SimulatedDesigns,
  { messagesPerMinute, votingShare }: Habits,
): Record<string, Chart> {
  const written = (viewers: number) => (viewers * messagesPerMinute) / 60;
  const perViewer = (audience: SimulatedAudience) => audience.ours.usage.votes.messages / audience.viewers;
  return {
    messages: {
      title: 'Messages that each screen receives for votes',
      subtitle: 'per second',
      min: 0.1,
      max: 1e5,
      format: short,
      series: [
        {
          name: 'old sample',
          color: colors.old,
          points: line(built, 1e5, ({ old, viewers }) => old.usage.votes.messages / viewers),
        },
        { name: names.oneRow, color: colors.third, points: ours(oneRow, 1e5, perViewer) },
        { name: names.built, color: colors.better, points: ours(built, 1e5, perViewer) },
      ],
    },
    delay: {
      title: 'From the call of a vote to the other screens',
      subtitle: '99 % of votes arrive within',
      min: 100,
      max: 10_000,
      format: time,
      series: [
        { name: names.oneRow, color: colors.third, points: line(oneRow, 10_000, (each) => each.ours.fromCall.p99) },
        { name: names.built, color: colors.better, points: line(built, 10_000, (each) => each.ours.fromCall.p99) },
        {
          name: names.leavesToNext,
          color: colors.fifth,
          points: line(leavesToNext, 10_000, (each) => each.ours.fromCall.p99),
          nudge: 14,
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
          isDashed: quotas[quota].raise === null,
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
          name: 'one row, chat to all',
          color: colors.third,
          points: ours(oneRow, 100, (audience) => audience.ours.cost.total / audience.viewers),
        },
        {
          name: names.built,
          color: colors.better,
          points: ours(built, 100, (audience) => audience.ours.cost.total / audience.viewers),
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
          name: 'in rooms, as built',
          color: colors.better,
          points: line(built, 10, ({ viewers }) =>
            chatViewerHour(written(viewers) / roomsFor(viewers * votingShare, 1)),
          ),
        },
      ],
    },
  };
}
