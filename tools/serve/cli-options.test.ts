import { describe, expect, it } from 'vitest';
import { parseCliOptions } from './cli-options';

const movieIds = ['the-general', 'the-golem', 'metropolis', 'nosferatu'];

const read = (...args: string[]) => parseCliOptions(['start', ...args], '/project', () => movieIds);

describe('parseCliOptions', () => {
  it('returns the defaults without options', () => {
    expect(read()).toEqual({
      command: 'start',
      appPort: 3000,
      backendPort: 4000,
      host: 'localhost',
      fresh: false,
      verbose: false,
      roundSeconds: undefined,
      firstMovie: undefined,
      logFormat: undefined,
      dataFolder: '/project/.amplify/local',
      outputsFile: '/project/amplify_outputs.json',
    });
  });

  it.each(['1', '3', '10', '60'])('accepts rounds of %s seconds', (value) => {
    expect(read('--round-seconds', value)?.roundSeconds).toBe(Number(value));
  });

  it.each(['abc', '0', '-10', '7', '2.5', '120', 'Infinity'])(
    'rejects rounds of "%s" seconds, and says what is allowed',
    (value) => {
      const message = `--round-seconds must be a whole number of seconds that divides 60, such as 3, 10 or 60, not "${value}".`;
      expect(() => read(`--round-seconds=${value}`)).toThrow(message);
    },
  );

  it.each(['--port', '--host', '--data', '--outputs', '--round-seconds', '--movie', '--log'])(
    'rejects an empty value of %s',
    (option) => {
      for (const args of [[option, ''], [`${option}=`], [option, 'a', option, '']]) {
        expect(() => read(...args)).toThrow(`${option} needs a value, but it is empty.`);
      }
    },
  );

  it.each(['0', '65536', 'http', '80.5'])('rejects port "%s", and says what is allowed', (value) => {
    expect(() => read('--port', value)).toThrow(`--port takes a whole number from 1 to 65,535, not "${value}".`);
  });

  it.each(['localhost', '0.0.0.0', '::', '192.168.1.20', 'cinema.local'])('accepts host %s', (value) => {
    expect(read('--host', value)?.host).toBe(value);
  });

  it.each(['::1', 'fd00::2', 'fe80::1%eth0'])('rejects host %s, since a page could not call it', (value) => {
    expect(() => read('--host', value)).toThrow(
      `not ${value}: a Content-Security-Policy cannot contain an IPv6 address`,
    );
  });

  it('accepts a movie of the catalogue', () => {
    expect(read('--movie', 'the-golem')?.firstMovie).toBe('the-golem');
  });

  it('rejects another movie, and names the nearest ids', () => {
    const message =
      '--movie takes the id of one of the 4 movies in amplify/functions/movies/catalogue.json, not "The General". ' +
      'The nearest ids are: the-general, the-golem, nosferatu.';
    expect(() => read('--movie', 'The General')).toThrow(message);
  });

  it('rejects a movie of TMDB, and says why', () => {
    expect(() => read('--movie', 'tmdb-603')).toThrow('not "tmdb-603": movies of TMDB are drawn at random.');
  });

  it('accepts two formats of the log and no other', () => {
    expect(read('--log', 'json')?.logFormat).toBe('json');
    expect(read('--log', 'text')?.logFormat).toBe('text');
    expect(() => read('--log', 'xml')).toThrow('--log takes text or json, not "xml".');
  });

  it.each([[['--help']], [['start', '--help']], [['dev', '--port', '3100', '--help']]])(
    'returns null for %j',
    (args) => {
      expect(parseCliOptions(args, '/project', () => movieIds)).toBeNull();
    },
  );

  it.each([
    [[], /^The first argument must be dev or start\.$/],
    [['build'], /^The first argument must be dev or start, not build\.$/],
    [['start', '--prot', '3100'], /^Unknown option '--prot'$/],
    [['dev', 'start'], /^Unexpected argument 'start'/],
  ])('rejects %j', (args, message) => {
    expect(() => parseCliOptions(args, '/project', () => movieIds)).toThrow(message);
  });
});
