/** How the operator of the local backend signs in. */

interface LocalUser {
  email: string;
  /** Set until the user has chosen a password. */
  temporaryPassword?: string;
}

/** Returns lines to print, with the password only as long as it works. */
export function signInHelp(url: string, { email, temporaryPassword }: LocalUser): string {
  const help =
    temporaryPassword === undefined
      ? `with the password and the authenticator app of your first sign-in.\n  To begin again, start with --fresh, which empties the tables, too.`
      : `with the password ${temporaryPassword}\n  At the first sign-in, you choose another one and set up an authenticator app.`;
  return `\n  Run the show at ${url}/host: sign in as ${email} ${help}\n`;
}
