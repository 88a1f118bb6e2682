import { describe, expect, it } from 'vitest';
import { parseCliOptions } from './cli-options';

const read = (...args: string[]) => parseCliOptions(['start', ...args], '/project');

describe('the options', () => {
  it('need none', () => {
    expect(read()).toEqual({
      command: 'start',
      appPort: 3000,
      backendPort: 4000,
      host: 'localhost',
      fresh: false,
      verbose: false,
      roundSeconds: undefined,
      dataFolder: '/project/.amplify/local',
      outputsFile: '/project/amplify_outputs.json',
    });
  });

  it.each(['1', '3', '10', '60'])('take rounds of %s seconds', (value) => {
    expect(read('--round-seconds', value)?.roundSeconds).toBe(Number(value));
  });

  it.each(['abc', '', '0', '-10', '7', '2.5', '120', 'Infinity'])(
    'refuse rounds of "%s" seconds, and say what is allowed',
    (value) => {
      const message = `--round-seconds takes a whole number of seconds that divides 60, such as 3, 10 or 60, not "${value}".`;
      expect(() => read(`--round-seconds=${value}`)).toThrow(message);
    },
  );

  it.each(['0', '65536', 'http', '80.5'])('refuse port "%s", and say what is allowed', (value) => {
    expect(() => read('--port', value)).toThrow(`--port takes a port from 1 to 65535, not ${value}.`);
  });

  it.each([[['--help']], [['start', '--help']], [['dev', '--port', '3100', '--help']]])('%j ask for help', (args) => {
    expect(parseCliOptions(args, '/project')).toBeNull();
  });

  it.each([
    [[], /^The first argument is dev or start\.$/],
    [['build'], /^The first argument is dev or start, not build\.$/],
    [['start', '--prot', '3100'], /^Unknown option '--prot'$/],
    [['dev', 'start'], /^Unexpected argument 'start'/],
  ])('%j are refused', (args, message) => {
    expect(() => parseCliOptions(args, '/project')).toThrow(message);
  });
});
