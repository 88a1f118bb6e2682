/** The users of one user pool and the key that signs its tokens, in one file. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

/** A sign-in that can be refreshed. */
const signInSchema = z.object({
  /** `origin_jti` of the tokens that belong to it. */
  id: z.string(),
  /** SHA-256 of the refresh token, base64url. */
  refreshTokenHash: z.string(),
  /** Seconds since the epoch. */
  authTime: z.number(),
  expiresAt: z.number(),
});

const userSchema = z.object({
  /** `sub`, a UUID. Also the user name, since users sign in by e-mail address. */
  id: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
  status: z.enum(['FORCE_CHANGE_PASSWORD', 'CONFIRMED']),
  password: z.object({ salt: z.string(), verifier: z.string() }),
  totp: z.object({ secret: z.string(), lastStep: z.number() }).optional(),
  signIns: z.array(signInSchema),
});

const signingKeySchema = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() });

const fileSchema = z.object({ signingKey: signingKeySchema, users: z.array(userSchema) });

export type SignIn = z.infer<typeof signInSchema>;
export type User = z.infer<typeof userSchema>;
/** A private key as a JSON Web Key. */
export type SigningKey = z.infer<typeof signingKeySchema>;

/** Users change as objects; {@link UserStore.save} writes them. */
export class UserStore {
  #saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    readonly signingKey: SigningKey,
    public users: User[],
  ) {}

  /** Reads the file, or creates it with a new key and no users. */
  static async open(file: string): Promise<UserStore> {
    try {
      const { signingKey, users } = fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      return new UserStore(file, signingKey, users);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${file} cannot be read: ${reason}`, { cause: error });
      }
    }
    const store = new UserStore(file, await newSigningKey(), []);
    await store.save();
    return store;
  }

  find(idOrEmail: string): User | undefined {
    const email = idOrEmail.toLowerCase();
    return this.users.find((user) => user.id === idOrEmail || user.email.toLowerCase() === email);
  }

  /** @returns the user and the sign-in that a refresh token belongs to */
  findRefreshToken(refreshToken: string): { user: User; signIn: SignIn } | undefined {
    const hash = hashOf(refreshToken);
    for (const user of this.users) {
      const signIn = user.signIns.find(({ refreshTokenHash }) => refreshTokenHash === hash);
      if (signIn) return { user, signIn };
    }
    return undefined;
  }

  /** Writes the file atomically, after the writes in progress. */
  save(): Promise<void> {
    const content = JSON.stringify({ signingKey: this.signingKey, users: this.users }, null, 2);
    const write = async () => {
      const temporaryFile = `${this.file}.new`;
      await mkdir(path.dirname(this.file), { recursive: true });
      await writeFile(temporaryFile, content, { mode: 0o600 });
      await rename(temporaryFile, this.file);
    };
    // Whoever saved before gets its own error.
    return (this.#saving = this.#saving.then(write, write));
  }
}

/** @returns a refresh token and what is stored of it */
export function newRefreshToken(): { token: string; hash: string } {
  const token = randomBytes(48).toString('base64url');
  return { token, hash: hashOf(token) };
}

function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}

async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return signingKeySchema.parse({ ...(await exportJWK(privateKey)), kid: randomBytes(32).toString('base64') });
}
