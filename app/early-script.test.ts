import { createContext, runInContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { earlyScript } from './early-script';

type Rules = Record<'createHTML' | 'createScript' | 'createScriptURL', (value: string) => string | null>;

const script = earlyScript();
const emptyScript = '<script></script>';
let rules: Rules;
let requested: PageScript[];
let reportLoss: (event: { target: unknown }) => void;

class PageScript {
  dataset = {};
  src = '';
  nonce = '';
}

/** Runs the text of the script where nothing exists but what a page has. */
beforeEach(() => {
  const created: Rules[] = [];
  requested = [];
  const page: Record<string, unknown> = {
    URL,
    Map,
    location: { origin: 'https://matinee.example', href: 'https://matinee.example/stage' },
    document: {
      baseURI: 'https://matinee.example/stage',
      currentScript: { nonce: 'n' },
      createElement: () => new PageScript(),
      getElementById: () => null,
      head: { append: (added: PageScript) => requested.push(added) },
      querySelectorAll: () => [],
    },
    trustedTypes: { createPolicy: (name: string, policy: Rules) => name === 'default' && created.push(policy) },
    setTimeout: (callback: () => void) => {
      callback();
    },
    HTMLScriptElement: PageScript,
    HTMLLinkElement: class {
      rel = '';
    },
    performance: { getEntriesByType: () => [] },
    addEventListener: (type: string, listener: typeof reportLoss) => {
      if (type === 'error') reportLoss = listener;
    },
  };
  page.window = page;
  runInContext(script, createContext(page));
  expect(created).toHaveLength(1);
  [rules] = created as [Rules];
});

describe('the default policy allows', () => {
  it.each(['', 'p { color: red }', 'a &lt; b', emptyScript])('the HTML %j', (html) => {
    expect(rules.createHTML(html)).toBe(html);
  });

  it.each(['/_next/static/chunks/7.js', 'https://matinee.example/_next/static/chunks/7.js?v=1'])(
    'the script %s',
    (url) => {
      expect(rules.createScriptURL(url)).toBe(url);
    },
  );

  it('a script without a text', () => {
    expect(rules.createScript('')).toBe('');
  });
});

describe('the default policy refuses', () => {
  it.each(['<b>', 'a < b', '<img src=x onerror=alert(1)>', '<script>alert(1)</script>', `${emptyScript} `])(
    'the HTML %j',
    (html) => {
      expect(rules.createHTML(html)).toBeNull();
    },
  );

  it.each([
    '/other.js',
    '/_next/static',
    '/_next/static/../../other.js',
    '/_next/static/%2e%2e/%2E%2E/other.js',
    '\\_next\\static\\..\\..\\other.js',
    '_next/static/../../../other.js',
    '//evil.example/_next/static/7.js',
    'https://matinee.example.evil.example/_next/static/7.js',
    'https://matinee.example@evil.example/_next/static/7.js',
    'http://matinee.example/_next/static/7.js',
    'data:text/javascript,alert(1)',
    'blob:https://matinee.example/_next/static/7.js',
    'javascript:alert(1)',
  ])('the script %s', (url) => {
    expect(rules.createScriptURL(url)).toBeNull();
  });

  it.each([' ', 'alert(1)', script])('a text of a script: %#', (text) => {
    expect(rules.createScript(text)).toBeNull();
  });
});

describe('a lost script', () => {
  const src = 'https://matinee.example/_next/static/chunks/7.js';
  const lose = (script: Partial<PageScript>) => {
    reportLoss({ target: Object.assign(new PageScript(), { src, nonce: 'n' }, script) });
  };

  it('is requested again with the nonce of the page, four times', () => {
    for (let loss = 0; loss < 6; loss += 1) lose({});
    expect(requested).toEqual(Array(4).fill(Object.assign(new PageScript(), { src, nonce: 'n' })));
  });

  it.each<[string, Partial<PageScript>]>([
    ['without the nonce, as an injected one is', { nonce: '' }],
    ['of another folder', { src: 'https://matinee.example/other.js' }],
    ['of another host', { src: 'https://evil.example/_next/static/chunks/7.js' }],
    ['that webpack loads', { dataset: { webpack: 'app:chunk-7' } }],
  ])('is not requested again %s', (_, script) => {
    lose(script);
    expect(requested).toEqual([]);
  });
});
