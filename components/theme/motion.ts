/** Whether this person asked for less motion; asked anew each time, for it can be changed while the page is open. */
export function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
