/** Reads the identity pool, and the user pool with its client and groups. */
import { z } from 'zod';
import { resolveRef } from './attributes';
import type { IdentityPool, IdentityProvider, UserPool } from './deployment';
import { parseProperties } from './properties';
import type { DeploymentEnvironment, Resource } from './resource';

const poolSchema = z.object({
  CognitoIdentityProviders: z
    .array(
      z.object({
        ProviderName: z.string(),
        ClientId: z.string(),
        // With it, the pool would ask the user pool whether a token is revoked.
        ServerSideTokenCheck: z.literal(false).optional(),
      }),
    )
    .default([]),
});

const attachmentSchema = z.object({
  Roles: z.object({ unauthenticated: z.string(), authenticated: z.string().optional() }),
  RoleMappings: z
    .record(
      z.string(),
      z.object({
        IdentityProvider: z.string().optional(),
        Type: z.literal('Token'),
        AmbiguousRoleResolution: z.enum(['AuthenticatedRole', 'Deny']),
      }),
    )
    .default({}),
});

/** @throws if the local backend cannot run the pool, for example because rules choose the roles */
export function readIdentityPool(
  pool: Resource,
  roleAttachment: Resource,
  environment: DeploymentEnvironment,
): IdentityPool {
  const { CognitoIdentityProviders } = parseProperties(pool, poolSchema);
  const { Roles, RoleMappings } = parseProperties(roleAttachment, attachmentSchema);
  const mappings = new Map(
    Object.entries(RoleMappings).map(([key, mapping]) => [mapping.IdentityProvider ?? key, mapping]),
  );
  return {
    id: resolveRef(pool, environment),
    unauthenticatedRoleArn: Roles.unauthenticated,
    ...(Roles.authenticated === undefined ? {} : { authenticatedRoleArn: Roles.authenticated }),
    providers: CognitoIdentityProviders.map(({ ProviderName: name, ClientId: clientId }): IdentityProvider => {
      const mapping = mappings.get(`${name}:${clientId}`);
      return {
        name,
        clientId,
        ...(mapping ? { roleMapping: { ambiguousRoleResolution: mapping.AmbiguousRoleResolution } } : {}),
      };
    }),
  };
}

/** The policy of a pool that sets none. */
const defaultPasswordPolicy = {
  MinimumLength: 8,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

const userPoolSchema = z.object({
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'),
  EnabledMfas: z.array(z.string()).default([]),
  UsernameAttributes: z.array(z.string()).default([]),
  AutoVerifiedAttributes: z.array(z.string()).default([]),
  Schema: z.array(z.object({ Name: z.string(), Required: z.boolean().default(false) })).default([]),
  Policies: z
    .object({
      PasswordPolicy: z
        .object({
          MinimumLength: z.number().default(8),
          RequireLowercase: z.boolean().default(false),
          RequireUppercase: z.boolean().default(false),
          RequireNumbers: z.boolean().default(false),
          RequireSymbols: z.boolean().default(false),
        })
        .default(defaultPasswordPolicy),
    })
    .default({ PasswordPolicy: defaultPasswordPolicy }),
});

/** Strict in what would make tokens live shorter or need a secret: ignoring it would allow more than AWS does. */
const clientSchema = z.object({
  ExplicitAuthFlows: z.array(z.string()).default(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
  PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
  GenerateSecret: z.literal(false).optional(),
  AccessTokenValidity: z.never().optional(),
  IdTokenValidity: z.never().optional(),
  RefreshTokenValidity: z.never().optional(),
  RefreshTokenRotation: z.never().optional(),
});

const groupSchema = z.object({
  GroupName: z.string(),
  Precedence: z.number().optional(),
  RoleArn: z.string().optional(),
});

/** @throws if the local backend cannot run the pool or its client */
export function readUserPool(
  pool: Resource,
  client: Resource,
  groups: Iterable<Resource>,
  environment: DeploymentEnvironment,
): UserPool {
  const properties = parseProperties(pool, userPoolSchema);
  const { MinimumLength, RequireLowercase, RequireUppercase, RequireNumbers, RequireSymbols } =
    properties.Policies.PasswordPolicy;
  const { ExplicitAuthFlows, PreventUserExistenceErrors } = parseProperties(client, clientSchema);
  return {
    id: resolveRef(pool, environment),
    clientId: resolveRef(client, environment),
    mfaConfiguration: properties.MfaConfiguration,
    enabledMfas: properties.EnabledMfas,
    passwordPolicy: {
      minimumLength: MinimumLength,
      requireLowercase: RequireLowercase,
      requireUppercase: RequireUppercase,
      requireNumbers: RequireNumbers,
      requireSymbols: RequireSymbols,
    },
    usernameAttributes: properties.UsernameAttributes,
    autoVerifiedAttributes: properties.AutoVerifiedAttributes,
    requiredAttributes: properties.Schema.filter(({ Required }) => Required).map(({ Name }) => Name),
    groups: [...groups].map((group) => {
      const { GroupName, Precedence, RoleArn } = parseProperties(group, groupSchema);
      return {
        name: GroupName,
        ...(Precedence === undefined ? {} : { precedence: Precedence }),
        ...(RoleArn === undefined ? {} : { roleArn: RoleArn }),
      };
    }),
    explicitAuthFlows: ExplicitAuthFlows,
    preventUserExistenceErrors: PreventUserExistenceErrors === 'ENABLED',
  };
}
