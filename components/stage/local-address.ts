/** Whether other devices can open an address. */

const loopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/** Returns true for an address that leads every device to itself. */
export function isLocalAddress(address: string): boolean {
  return URL.canParse(address) && loopback.test(new URL(address).hostname);
}
