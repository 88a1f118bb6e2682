/**
 * Explores every state that a model can reach with a number of faults. What it finds to be broken comes with the way
 * there, which is a shortest one among those with as few faults.
 */

export interface Step<State> {
  /** What happens, in words. */
  name: string;
  to: () => State;
  /** Happens only where something goes wrong. */
  isFault?: boolean;
}

export interface Model<State> {
  initial: State;
  /** All that can happen next. */
  steps(state: State): Step<State>[];
  /** The same text for states with the same future. */
  keyOf(state: State): string;
  /** Named; each returns whether it holds. `before` is the state that the step came from. */
  always: Record<string, (state: State, before: State) => boolean>;
  /** Named; each holds where nothing more happens without a fault. */
  finally: Record<string, (state: State) => boolean>;
}

export interface Exploration {
  states: number;
  steps: number;
  /** The rule that does not hold, and the way there. */
  violation?: { rule: string; way: string[] };
}

/**
 * State by state, in the order of faults had: what was reached with fewer faults can do all that it could with more,
 * and needs no second look.
 * @param faults - the most that happen, from 0
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
  for (let had = 0; had <= faults; had++) {
    const frontier: State[] = [];
    const arrive = ({ name, from, to }: (typeof reached)[number]) => {
      const key = model.keyOf(to);
      if (cameFrom.has(key)) return;
      cameFrom.set(key, { name, from });
      frontier.push(to);
    };
    reached.forEach(arrive);
    reached = [];
    // Grows while it is walked through.
    for (const state of frontier) {
      const from = model.keyOf(state);
      let isQuiet = true;
      for (const { name, to: toState, isFault = false } of model.steps(state)) {
        isQuiet &&= isFault;
        if (isFault && had === faults) continue;
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
