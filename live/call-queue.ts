/** Makes calls one after the other, in the order in which they were added. A call that fails does not stop the next one. */
export class CallQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @param call must have a time limit, because later calls wait for its end */
  add<T>(call: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(call);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
