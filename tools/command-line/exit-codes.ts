/** Exit codes of all commands. A process that a signal ends has 128 plus the number of the signal, as in a shell. */
export const exitCodes = { ok: 0, failed: 1, wrongUsage: 2, SIGINT: 130, SIGTERM: 143 };
