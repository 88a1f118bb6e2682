/** For tests: a clock that is turned by hand, and what is scheduled by it. */
export class FakeTimers {
  #now = 0;
  #plans: { at: number; callback: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly schedule = (delayMs: number, callback: () => void): (() => void) => {
    const plan = { at: this.#now + delayMs, callback };
    this.#plans.push(plan);
    return () => (this.#plans = this.#plans.filter((other) => other !== plan));
  };

  /** Lets time pass, in milliseconds; what falls due happens in its order. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#plans.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#plans = this.#plans.filter((plan) => plan !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = until;
  }
}
