import { expect, it } from 'vitest';
import { audienceOutputs } from './audience-outputs';

const returns = (type: object) => ({ type, arguments: {} });
const outputs = {
  version: '1.4',
  auth: { aws_region: 'us-east-1', identity_pool_id: 'us-east-1:1', mfa_configuration: 'REQUIRED' },
  data: {
    url: 'https://a.example/graphql',
    aws_region: 'us-east-1',
    model_introspection: {
      version: 1,
      models: { Ballot: {} },
      enums: { Category: { values: ['love'] }, Secret: { values: ['a'] } },
      nonModels: {
        Snapshot: { fields: { round: { type: { nonModel: 'CurrentRound' } }, best: { type: { enum: 'Category' } } } },
        CurrentRound: { fields: { movie: { type: { nonModel: 'Movie' } } } },
        Movie: { fields: {} },
        Message: { fields: {} },
        HostView: { fields: { secret: { type: { enum: 'Secret' } } } },
      },
      queries: { snapshot: returns({ nonModel: 'Snapshot' }), hostView: returns({ nonModel: 'HostView' }) },
      mutations: { sendMessage: returns({ nonModel: 'Message' }), startRound: returns({ nonModel: 'CurrentRound' }) },
      subscriptions: { onMessage: returns({ nonModel: 'Message' }) },
    },
  },
};
const { auth, data, version } = audienceOutputs(outputs);
const introspection = Object(data.model_introspection) as Record<string, object>;
const namesOf = (part: string) => Object.keys(introspection[part] ?? {});

it('have the operations of viewers only', () => {
  const operations = ['queries', 'mutations', 'subscriptions'].map(namesOf);
  expect(operations).toEqual([['snapshot'], ['sendMessage'], ['onMessage']]);
});

it('have the types that these operations reach', () => {
  expect(namesOf('nonModels').sort()).toEqual(['CurrentRound', 'Message', 'Movie', 'Snapshot']);
  expect(namesOf('enums')).toEqual(['Category']);
  expect(namesOf('models')).toEqual([]);
});

it('do not say how users sign in', () => {
  expect(auth).toEqual({ aws_region: 'us-east-1', identity_pool_id: 'us-east-1:1' });
});

it('are the rest of the file', () => {
  expect({ version, url: data['url'] }).toEqual({ version: '1.4', url: 'https://a.example/graphql' });
});
