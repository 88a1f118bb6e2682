/** For `node --expose-gc --import`: on SIGUSR2, collects garbage and sends the memory usage by IPC. */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
