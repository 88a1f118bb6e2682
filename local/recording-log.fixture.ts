/** A log that collects its lines. */
export function recordingLog() {
  const lines: string[] = [];
  const toText = (part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part));
  const write = (...parts: unknown[]) => void lines.push(parts.map(toText).join(' '));
  return { lines, debug: write, info: write, warn: write, error: write };
}
