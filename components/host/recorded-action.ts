/** An action of an operator, as the backend has recorded it. */
import type { RecordedAction } from '../../live/host-backend';

export interface ReadAction {
  id: string;
  /** When, in epoch milliseconds. */
  at: number;
  operator: string;
  action: string;
  /** The arguments. Long ones are cut to a text; those of an unknown version of the backend can be anything. */
  detail: Record<string, unknown>;
}

export function readAction({ id, operator, action, detail }: RecordedAction): ReadAction {
  return { id, at: Number.parseInt(id, 10), operator, action, detail: parse(detail) };
}

function parse(detail: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
