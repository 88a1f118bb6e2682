/** Decides whether a caller may act, by the policies of its role. */
import { LRUCache } from 'lru-cache';
import type { Role } from '../cloudformation/deployment';
import { isAllowed } from './evaluate';
import type { Principal } from './principal';

/** Cached decisions. Roles, actions and resources are few; the limit protects against invented resources. */
const maxDecisions = 10_000;

export class Authorizer {
  readonly #roles: Map<string, Role>;
  readonly #decisions = new LRUCache<string, boolean>({ max: maxDecisions });

  constructor(roles: Role[]) {
    this.#roles = new Map(roles.map((role) => [role.arn, role]));
  }

  /**
   * @param action for example `dynamodb:UpdateItem`
   * @param resource the ARN of the resource
   * @returns false for a role that is not deployed
   */
  isAllowed(principal: Principal, action: string, resource: string): boolean {
    const cacheKey = JSON.stringify([principal.roleArn, action, resource]);
    const cached = this.#decisions.get(cacheKey);
    if (cached !== undefined) return cached;

    const role = this.#roles.get(principal.roleArn);
    const decision = role !== undefined && isAllowed(role.statements, action, resource);
    this.#decisions.set(cacheKey, decision);
    return decision;
  }
}
