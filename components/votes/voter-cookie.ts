/** The cookie that says that someone has voted on this device. The server reads it, so that the first paint is right. */
export const voterCookie = 'matinee.voted';

const yearInSeconds = 365 * 24 * 3600;

/** Remembers that someone has voted on this device. */
export function rememberVoter(): void {
  document.cookie = `${voterCookie}=1; path=/; max-age=${yearInSeconds}; samesite=lax`;
}
