import type { Row } from '../document/markdown-table';
import { prices, warmWriteUnitPrice } from '../pricing/prices';
import { quotas } from '../pricing/quotas';
import type { Sourced } from '../pricing/sources';
import { count } from './text';

/** Every quota and price with its source. */
export function sourceRows(): Row[] {
  const row = (figure: string, value: string, { source, readOn, isVerified }: Sourced): Row => ({
    figure,
    value,
    source: `[${new URL(source).host}](${source})`,
    'read on': readOn ?? '',
    verified: isVerified ? 'yes' : 'no',
  });
  return [
    ...Object.values(quotas).map((quota) => row(quota.name, `${count(quota.value)} ${quota.unit}`, quota)),
    ...[...Object.values(prices), warmWriteUnitPrice].map((price) =>
      row(
        `${price.service}: ${price.unit}`,
        `$${price.value} for ${price.per === 1 ? 'one' : count(price.per)}`,
        price,
      ),
    ),
  ];
}
