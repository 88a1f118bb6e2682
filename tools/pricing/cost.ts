/** US dollars per hour, without free tiers, which even a quiet month exhausts. */
import { prices, services, type PriceName, type Service } from './prices';
import { parts, sumUsage, type Part, type Usage, type UsageByPart } from './usage';

export interface Cost {
  total: number;
  byService: Record<Service, number>;
  byPart: Record<Part, number>;
}

const secondsAnHour = 3600;

function perService(usage: Usage): Record<Service, number> {
  const cost = Object.fromEntries(services.map((service) => [service, 0])) as Record<Service, number>;
  for (const name of Object.keys(prices) as PriceName[]) {
    const { service, value, per } = prices[name];
    cost[service] += (usage[name] * secondsAnHour * value) / per;
  }
  return cost;
}

const sumOf = (costs: Record<string, number>) => Object.values(costs).reduce((sum, cost) => sum + cost, 0);

/** US dollars per hour, for all services. */
export const hourlyCost = (usage: Usage): number => sumOf(perService(usage));

export function costOf(usage: UsageByPart): Cost {
  const byService = perService(sumUsage(Object.values(usage)));
  const byPart = Object.fromEntries(parts.map((part) => [part, hourlyCost(usage[part])])) as Record<Part, number>;
  return { total: sumOf(byService), byService, byPart };
}
