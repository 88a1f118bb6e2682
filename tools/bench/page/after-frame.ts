/** Runs in the page. */

/** Calls back when the main thread has completed the next frame: style, layout and paint. */
export function afterFrame(done: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      done();
      port1.close();
    };
    port2.postMessage(null);
  });
}
