/** Explores every state that a model can reach, breadth first, so that what it finds is a shortest way to a fault. */

export interface Step<State> {
  /** What happens, in words. */
  name: string;
  to: State;
}

export interface Model<State> {
  initial: State;
  /** All that can happen next; empty where all is quiet. */
  steps(state: State): Step<State>[];
  /** Named; each returns whether it holds. `before` is the state that the step came from. */
  invariants: Record<string, (state: State, before: State) => boolean>;
  /** Named; each holds where nothing more happens by itself. */
  finally: Record<string, (state: State) => boolean>;
  /** Steps that happen only by a fault end with this state being quiet all the same. */
  isQuiet(state: State): boolean;
}

export interface Exploration {
  states: number;
  /** The invariant that does not hold, and the way there. */
  violation?: { invariant: string; way: string[] };
}

export function explore<State>(model: Model<State>): Exploration {
  const cameFrom = new Map<string, { name: string; from: string | undefined }>();
  const keyOf = (state: State) => JSON.stringify(state);
  const wayTo = (key: string): string[] => {
    const way: string[] = [];
    for (let at = cameFrom.get(key); at?.from !== undefined; at = cameFrom.get(at.from)) way.unshift(at.name);
    return way;
  };
  const failing = (checks: [string, boolean][]) => checks.find(([, holds]) => !holds)?.[0];

  cameFrom.set(keyOf(model.initial), { name: 'start', from: undefined });
  let frontier = [model.initial];
  while (frontier.length > 0) {
    const next: State[] = [];
    for (const state of frontier) {
      const key = keyOf(state);
      if (model.isQuiet(state)) {
        const broken = failing(Object.entries(model.finally).map(([name, holds]) => [name, holds(state)]));
        if (broken) return { states: cameFrom.size, violation: { invariant: broken, way: wayTo(key) } };
      }
      for (const { name, to } of model.steps(state)) {
        const toKey = keyOf(to);
        if (!cameFrom.has(toKey)) {
          cameFrom.set(toKey, { name, from: key });
          next.push(to);
        }
        const broken = failing(Object.entries(model.invariants).map(([invariant, holds]) => [invariant, holds(to, state)]));
        if (broken) return { states: cameFrom.size, violation: { invariant: broken, way: [...wayTo(key), name] } };
      }
    }
    frontier = next;
  }
  return { states: cameFrom.size };
}
