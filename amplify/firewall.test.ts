import { Match } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { maxMovieBytes } from './functions/movies/parse-catalogue';
import { addFirewall, maxBodyBytes, requestsPerMinute } from './firewall';
import { limits } from './limits';
import { synthesizeStack } from './template.fixture';

const apiArn = 'arn:aws:appsync:eu-west-1:123456789012:apis/api';

const template = synthesizeStack((stack) => addFirewall(stack, apiArn));

it('protects the API, and allows requests that no rule blocks', () => {
  template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { ResourceArn: apiArn });
});

it('blocks large bodies, including those too long to inspect', () => {
  template.hasResourceProperties('AWS::WAFv2::WebACL', {
    Rules: Match.arrayWith([
      Match.objectLike({
        Action: { Block: {} },
        Statement: {
          SizeConstraintStatement: Match.objectLike({
            FieldToMatch: { Body: { OversizeHandling: 'MATCH' } },
            ComparisonOperator: 'GT',
            Size: maxBodyBytes,
          }),
        },
      }),
    ]),
  });
});

it('blocks an address that exceeds the limit of requests per minute', () => {
  template.hasResourceProperties('AWS::WAFv2::WebACL', {
    Rules: Match.arrayWith([
      Match.objectLike({
        Action: { Block: {} },
        Statement: {
          RateBasedStatement: { AggregateKeyType: 'IP', Limit: requestsPerMinute, EvaluationWindowSec: 60 },
        },
      }),
    ]),
  });
});

it('allows the largest chat message and a round with two movies of the maximum size', () => {
  const document = 1000;
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  expect(
    bytes({ nickname: '界'.repeat(limits.maxNicknameLength), text: '界'.repeat(limits.maxTextLength) }) + document,
  ).toBeLessThan(maxBodyBytes);
  expect(2 * maxMovieBytes + document).toBeLessThan(maxBodyBytes);
});
