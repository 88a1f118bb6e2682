/** Subscriptions that attacks open. */
import { callOf, rootFields } from './schema';

/** "Subscriptions per connection" in the AppSync quotas. */
export const maxSubscriptions = 200;

export const onMessage = { query: 'subscription { onMessage { id nickname text sender sentAt } }' };

export const onScores = {
  query: `subscription { ${rootFields
    .filter(({ field }) => field.name === 'onScores')
    .map(callOf)
    .join()} }`,
};
