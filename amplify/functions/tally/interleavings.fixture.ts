/** Runs several tallies through every order of their steps, with faults: from each reachable state, each next step. */
import { settled, TallyRun, type Scenario } from './tally-run.fixture';

/** Returns the number of reachable states, and the first violation of a rule with the moves that lead to it. */
export async function exploreInterleavings(scenario: Scenario): Promise<{ states: number; violation?: string }> {
  const seen = new Set<string>();
  const paths: string[][] = [[]];
  for (let path = paths.pop(); path; path = paths.pop()) {
    const run = new TallyRun(scenario);
    await settled();
    for (const move of path) await run.move(move);
    // Continue to an end. Other moves are explored later.
    for (const moves = [...path]; ;) {
      const violation = run.violation();
      if (violation) return { states: seen.size, violation: `${violation}: ${moves.join(' | ')}` };
      const state = run.state();
      if (seen.has(state)) break;
      seen.add(state);
      const [move, ...others] = run.moves();
      if (!move) break;
      for (const other of others) paths.push([...moves, other]);
      await run.move(move);
      moves.push(move);
    }
  }
  return { states: seen.size };
}
