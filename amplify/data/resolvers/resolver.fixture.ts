/** Runs the deployed resolver files in the local APPSYNC_JS runtime. */
import { readFileSync } from 'node:fs';
import { chatPatterns } from '@/amplify/chat-text';
import { limitVariables } from '@/amplify/limits';
import { messageIdPattern } from '@/amplify/message-id';
import { categories, show } from '@/amplify/show';
import { loadResolver, type Evaluation, type ResolverContext } from 'amplify-local/appsync';

/** 3 seconds into a round of 10. */
export const nowMs = 1_700_000_003_000;
export const startsAt = 1_700_000_000;
export const roundId = String(startsAt);
export const identityId = 'us-east-1:11111111-2222-3333-4444-555555555555';
export const sender = '555555555555';
export const guest = {
  userArn: 'arn:aws:sts::123456789012:assumed-role/guest/CognitoIdentityCredentials',
  cognitoIdentityId: identityId,
  cognitoIdentityAuthType: 'unauthenticated',
};
export const backendFunction = { userArn: 'arn:aws:sts::123456789012:assumed-role/movie-rotator/movie-rotator' };
/** An operator who has signed in, and signs with the credentials of the identity pool. */
export const operator = {
  userArn: 'arn:aws:sts::123456789012:assumed-role/operatorsGroupRole/CognitoIdentityCredentials',
  cognitoIdentityId: 'us-east-1:99999999-8888-7777-6666-000000000000',
  cognitoIdentityAuthType: 'authenticated',
  cognitoIdentityAuthProvider:
    '"cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01","cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01:CognitoSignIn:11111111-2222-3333-4444-555555555555"',
};
/** The token of a user: AppSync accepts it as well as IAM. */
export const operatorToken = {
  sub: '11111111-2222-3333-4444-555555555555',
  username: 'ada',
  groups: ['operators'],
  claims: {},
};
export const conditionFailed = {
  message: 'The conditional request failed',
  type: 'DynamoDB:ConditionalCheckFailedException',
};

export function resolver(name: string, now = nowMs) {
  const { request, response } = loadResolver(readFileSync(new URL(`./${name}.js`, import.meta.url), 'utf8'), {
    name,
    now: () => now,
    env: {
      SHOW: show,
      ...limitVariables(),
      CATEGORIES: JSON.stringify(categories),
      MESSAGE_ID: messageIdPattern,
      ...chatPatterns,
    },
  });
  return {
    request: (ctx?: Partial<ResolverContext>) => outcome(request(ctx)),
    response: (ctx?: Partial<ResolverContext>) => outcome(response(ctx)),
  };
}

/** Runs the request of a step after that of `cleanTexts`, unless that refuses the texts. */
export function requestWithTexts(name: string, context: Partial<ResolverContext>) {
  const cleaned = resolver('cleanTexts').request({ stash: {}, ...context });
  return 'errorType' in cleaned ? cleaned : resolver(name).request({ ...context, stash: cleaned.stash });
}

function outcome({ evaluationResult: value, error, stash, earlyReturn, subscriptionFilter }: Evaluation) {
  if (!error) return { value, stash, earlyReturn, subscriptionFilter };
  return 'unauthorized' in error ? { stash, errorType: 'Unauthorized' } : { stash, ...error };
}
