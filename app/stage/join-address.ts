/** The address that the first screen shows for joining, if it is not the app's own. */

/** A longer address makes the QR code too fine to scan from a distance. */
const maxLength = 120;

/**
 * Validates the address in a query parameter.
 *
 * @returns null if it is not a plain web address
 */
export function joinAddress(value: string | string[] | undefined): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const address = new URL(value);
  if (!/^https?:$/.test(address.protocol)) return null;
  // `https://matinee.example@elsewhere.example` looks like one host and leads to another.
  if (address.username || address.password) return null;
  return address.href.length <= maxLength ? address.href : null;
}
