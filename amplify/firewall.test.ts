import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, it, vi } from 'vitest';
import catalogue from './functions/movie-rotator/catalogue.json';
import { addFirewall, maxBodyBytes, requestsPerMinute } from './firewall';
import { limits } from './limits';

// The first use of the CDK loads it, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const apiArn = 'arn:aws:appsync:eu-west-1:123456789012:apis/api';

function template(): Template {
  const stack = new Stack(new App());
  addFirewall(stack, apiArn);
  return Template.fromStack(stack);
}

it('stands before the API, and lets in what no rule is against', () => {
  template().hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  template().hasResourceProperties('AWS::WAFv2::WebACLAssociation', { ResourceArn: apiArn });
});

it('blocks bodies that are too big, those it cannot see whole among them', () => {
  template().hasResourceProperties('AWS::WAFv2::WebACL', {
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

it('blocks an address that sends more in a minute than an audience behind it would', () => {
  template().hasResourceProperties('AWS::WAFv2::WebACL', {
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

it('leaves room for the largest chat message, and for a round of the two longest films', () => {
  const document = 1000;
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  expect(
    bytes({ nickname: '界'.repeat(limits.maxNicknameLength), text: '界'.repeat(limits.maxTextLength) }) + document,
  ).toBeLessThan(maxBodyBytes);
  const [longest, second] = catalogue.map(bytes).sort((a, b) => b - a);
  expect((longest ?? 0) + (second ?? 0) + document).toBeLessThan(maxBodyBytes);
});
