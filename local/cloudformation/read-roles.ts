/** Reads the IAM roles with their inline, attached and managed policies. */
import { z } from 'zod';
import type { PolicyStatement } from '../iam/policy';
import { resolveGetAtt, resolveRef } from './attributes';
import type { Role } from './deployment';
import { parseProperties } from './properties';
import type { DeploymentEnvironment } from './resource';
import type { Stack } from './stack';

const textOrList = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Strict, because ignoring a condition would allow more than AWS does. */
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: textOrList,
  Resource: textOrList,
});

const policyDocument = z.object({ Statement: z.array(statement) });

/** The managed policy `AWSLambdaBasicExecutionRole`, which lets a function write its log. */
const basicExecution: PolicyStatement = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: ['*'],
};

export function readRoles(stack: Stack, environment: DeploymentEnvironment): Role[] {
  const roles = [...stack.resources('AWS::IAM::Role')].map((resource) => {
    const { Policies, ManagedPolicyArns } = parseProperties(
      resource,
      z.object({
        Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
        ManagedPolicyArns: z.array(z.string()).default([]),
        PermissionsBoundary: z.never().optional(),
      }),
    );
    return {
      arn: resolveGetAtt(resource, 'Arn', environment),
      name: resolveRef(resource, environment),
      statements: [
        ...Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
        ...(ManagedPolicyArns.some((arn) => arn.endsWith('/AWSLambdaBasicExecutionRole')) ? [basicExecution] : []),
      ],
    } satisfies Role;
  });
  for (const policy of stack.resources('AWS::IAM::Policy')) {
    const { PolicyDocument, Roles } = parseProperties(
      policy,
      z.object({ PolicyDocument: policyDocument, Roles: z.array(z.string()).default([]) }),
    );
    for (const role of roles) {
      if (Roles.includes(role.name)) role.statements.push(...PolicyDocument.Statement);
    }
  }
  return roles;
}
