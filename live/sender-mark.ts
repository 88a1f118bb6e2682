/**
 * What tells two guests with the same name apart, the same on every screen. It follows from the sender, which the server
 * takes from the caller's identity, so nobody can choose it.
 */
import { hash } from './hash';

export const nameColors = ['violet', 'orchid', 'green', 'olive', 'sky'] as const;

export interface SenderMark {
  color: (typeof nameColors)[number];
  /** A hash sign and four digits. */
  tag: string;
}

const tags = 10_000;

export function markOf(sender: string): SenderMark {
  const bits = hash(sender);
  const color = nameColors[Math.floor(bits / tags) % nameColors.length] ?? 'violet';
  return { color, tag: `#${String(bits % tags).padStart(4, '0')}` };
}
