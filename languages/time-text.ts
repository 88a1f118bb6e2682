/**
 * Returns a function that writes a time of day in the time zone of the device, with the date unless it is today.
 *
 * @param locale the language with a region
 * @param now returns the time in epoch milliseconds
 */
export function createTimeText(locale: string, now: () => number = Date.now): (epochMs: number) => string {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const dateAndTime = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const dayOf = (epochMs: number) => new Date(epochMs).toDateString();
  return (epochMs) => (dayOf(epochMs) === dayOf(now()) ? time : dateAndTime).format(epochMs);
}
