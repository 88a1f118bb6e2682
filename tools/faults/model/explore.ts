/**
 * Explores every state that a model can reach with a given number of faults. A violation comes with a path to it: with
 * the fewest faults, and among those with the fewest steps.
 */

export interface Step<State> {
  /** Describes the step. */
  name: string;
  to: () => State;
  /** Whether the step is a fault. */
  isFault?: boolean;
}

export interface Model<State> {
  initial: State;
  /** Returns every possible next step. */
  steps(state: State): Step<State>[];
  /** Returns the same text for equivalent states. */
  keyOf(state: State): string;
  /** Invariants by name, checked after each step. `before` is the state before the step. */
  always: Record<string, (state: State, before: State) => boolean>;
  /** Invariants by name, checked in states in which only faults can happen next. */
  finally: Record<string, (state: State) => boolean>;
}

export interface Exploration {
  states: number;
  steps: number;
  /** The broken invariant, and the steps that lead to it. */
  violation?: { rule: string; way: string[] };
}

/**
 * Explores states in the order of their number of faults. A state that was reached with fewer faults has all the
 * continuations that it would have with more, so each state is visited once.
 *
 * @param faults - the maximum number of faults, from 0
 */
export function explore<State>(model: Model<State>, faults: number): Exploration {
  const cameFrom = new Map<string, { name: string; from: string | undefined }>();
  const wayTo = (key: string): string[] => {
    const way: string[] = [];
    for (let at = cameFrom.get(key); at?.from !== undefined; at = cameFrom.get(at.from)) way.unshift(at.name);
    return way;
  };
  const always = Object.entries(model.always);
  let steps = 0;

  let reached = [{ name: 'start', from: undefined as string | undefined, to: model.initial }];
  for (let faultCount = 0; faultCount <= faults; faultCount++) {
    const frontier: State[] = [];
    const arrive = ({ name, from, to }: (typeof reached)[number]) => {
      const key = model.keyOf(to);
      if (cameFrom.has(key)) return;
      cameFrom.set(key, { name, from });
      frontier.push(to);
    };
    reached.forEach(arrive);
    reached = [];
    // `arrive` appends to the frontier during the loop.
    for (const state of frontier) {
      const from = model.keyOf(state);
      let isQuiet = true;
      for (const { name, to: toState, isFault = false } of model.steps(state)) {
        isQuiet &&= isFault;
        if (isFault && faultCount === faults) continue;
        steps += 1;
        const to = toState();
        const broken = always.find(([, holds]) => !holds(to, state));
        if (broken)
          return { states: cameFrom.size, steps, violation: { rule: broken[0], way: [...wayTo(from), name] } };
        if (isFault) reached.push({ name, from, to });
        else arrive({ name, from, to });
      }
      if (!isQuiet) continue;
      const broken = Object.entries(model.finally).find(([, holds]) => !holds(state));
      if (broken) return { states: cameFrom.size, steps, violation: { rule: broken[0], way: wayTo(from) } };
    }
  }
  return { states: cameFrom.size, steps };
}
