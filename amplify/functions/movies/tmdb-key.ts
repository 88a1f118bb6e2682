/** The secret `TMDB_API_KEY`. */

/**
 * Reads the key. Amplify's code in the deployed function reads the secret when the function starts and then every
 * minute, and sets the variable: a new key works within minutes, without another deployment.
 * https://docs.amplify.aws/react/deploy-and-host/fullstack-branching/secrets-and-vars/
 *
 * @param variable the environment variable, possibly pasted with blanks, a line break or `Bearer`
 * @returns the key, or nothing if there is none
 */
export function readTmdbApiKey(variable = process.env.TMDB_API_KEY): string | undefined {
  const key = variable?.trim().replace(/^Bearer\s+/i, '');
  // Amplify leaves its placeholder in the variable if the secret does not exist.
  return key && !key.startsWith('<') ? key : undefined;
}
