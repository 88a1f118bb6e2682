/** The address that the first screen invites to, where it is not the app's own. */

/** A longer one makes a code too fine to be read from the back rows. */
const maxLength = 120;

/** @param wanted a query parameter, whatever it holds @returns null where it is no plain web address */
export function joinAddress(wanted: string | string[] | undefined): string | null {
  if (typeof wanted !== 'string' || !URL.canParse(wanted)) return null;
  const address = new URL(wanted);
  if (!/^https?:$/.test(address.protocol)) return null;
  // `https://matinee.example@elsewhere.example` reads like one host and leads to another.
  if (address.username || address.password) return null;
  return address.href.length <= maxLength ? address.href : null;
}
