/** Decides by the policies of a caller's role. */
import { LRUCache } from 'lru-cache';
import type { Role } from '../cloudformation/deployment';
import { isAllowed } from './evaluate';
import type { Principal } from './principal';

/** Decisions kept. Roles, actions and resources are few; the bound guards against resources that a caller names. */
const maxDecisions = 10_000;

export class Authorizer {
  readonly #roles: Map<string, Role>;
  readonly #decisions = new LRUCache<string, boolean>({ max: maxDecisions });

  constructor(roles: Role[]) {
    this.#roles = new Map(roles.map((role) => [role.arn, role]));
  }

  /**
   * @param action - e.g. `dynamodb:UpdateItem`.
   * @param resource - the ARN of what is acted on.
   * @returns false for a role that is not deployed.
   */
  isAllowed(principal: Principal, action: string, resource: string): boolean {
    const question = JSON.stringify([principal.roleArn, action, resource]);
    const known = this.#decisions.get(question);
    if (known !== undefined) return known;

    const role = this.#roles.get(principal.roleArn);
    const decision = role !== undefined && isAllowed(role.statements, action, resource);
    this.#decisions.set(question, decision);
    return decision;
  }
}
