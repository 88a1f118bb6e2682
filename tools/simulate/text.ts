/** Formats figures with significant digits only. */

/** For NaN, such as the delay without votes. */
const none = '–';

export function count(value: number): string {
  if (Number.isNaN(value)) return none;
  if (!Number.isFinite(value)) return 'no end';
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return Math.round(Number(value.toPrecision(3))).toLocaleString('en');
  return Number(value.toPrecision(2)).toString();
}

export function dollars(value: number): string {
  if (value === 0) return '$0';
  if (value >= 100) return `$${count(value)}`;
  if (value >= 1) return `$${value.toFixed(2)}`;
  return `$${Number(value.toPrecision(2))}`;
}

export function milliseconds(value: number): string {
  if (Number.isNaN(value)) return none;
  if (!Number.isFinite(value)) return 'over 30 s';
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
}

export const percent = (share: number) =>
  share < 10 ? `${Number((100 * share).toPrecision(2))} %` : `× ${count(share)}`;

export const viewersText = (viewers: number) => viewers.toLocaleString('en');
