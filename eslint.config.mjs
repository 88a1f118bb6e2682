import { defineConfig } from 'eslint/config';
import appsync from '@aws-appsync/eslint-plugin';
import css from '@eslint/css';
import nextPlugin from '@next/eslint-plugin-next';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import compat from 'eslint-plugin-compat';
import { importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { textStandsAlone } from './tools/lint/text-stands-alone.mjs';

const tests = ['**/*.test.{ts,tsx}', '**/*.fixture.{ts,tsx}'];

/** Folders of the product, each with the other folders of the project that it must not import. */
const productLayers = {
  amplify: ['app', 'components', 'e2e', 'languages', 'live', 'local', 'tools'],
  languages: ['amplify', 'app', 'components', 'e2e', 'live', 'local', 'tools'],
  live: ['app', 'components', 'e2e', 'languages', 'local', 'tools'],
  components: ['app', 'e2e', 'local', 'tools'],
  app: ['e2e', 'local', 'tools'],
};

/** Commands and suites that share modules through the other folders of `tools/`, and never import each other. */
const independentTools = ['attack', 'bench', 'deploy-check', 'faults', 'load', 'simulate'];

const sharedByTools = ['audience', 'backend', 'command-line', 'document', 'guest', 'pricing', 'serve', 'statistics'];

/** What runs in the browser. `package.json` names the supported ones. */
const inBrowser = ['{app,components,languages,live}/**/*.{ts,tsx}', 'instrumentation-client.ts'];

const scripts = ['**/*.{js,mjs,ts,tsx}'];

export default defineConfig(
  { ignores: ['.next', '.next-dev', '.amplify', 'next-env.d.ts', 'test-results', 'playwright-report'] },
  {
    files: scripts,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  // Plain JavaScript that TypeScript does not check.
  { files: ['eslint.config.mjs', 'local/appsync/js/realm.js'], ...tseslint.configs.disableTypeChecked },
  ...[nextPlugin.flatConfig.coreWebVitals, reactHooks.configs.flat.recommended].map((config) => ({
    ...config,
    files: ['{app,components,live}/**/*.{ts,tsx}'],
  })),
  { files: ['**/*.tsx'], ...jsxA11y.flatConfigs.strict },
  {
    // Resolvers: what APPSYNC_JS lacks is an error.
    files: ['amplify/data/resolvers/*.js'],
    ...appsync.configs.recommended,
  },
  {
    files: scripts,
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
    },
  },
  {
    // Imports point one way: from the routes to the backend's definition, and from the tools to the product.
    files: ['{amplify,app,components,languages,live}/**/*.{js,ts,tsx}'],
    ignores: tests,
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: Object.entries(productLayers).map(([folder, others]) => ({
            target: `./${folder}`,
            from: others.map((other) => `./${other}`),
          })),
        },
      ],
    },
  },
  {
    // React writes all text. Nothing that a guest wrote may become HTML.
    files: ['{app,components}/**/*.{ts,tsx}'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'JSXAttribute[name.name="dangerouslySetInnerHTML"], Property[key.name="dangerouslySetInnerHTML"], MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
          message: 'Text must not become HTML.',
        },
      ],
    },
  },
  {
    // TypeScript's `lib` limits JavaScript itself.
    files: inBrowser,
    ignores: tests,
    ...compat.configs['flat/recommended'],
  },
  {
    // Baseline 2024 is what the supported browsers have in common: https://web.dev/baseline
    files: ['components/**/*.css'],
    language: 'css/css',
    plugins: { css },
    rules: {
      'css/use-baseline': [
        'error',
        {
          available: 2024,
          // What a browser without them shows looks a little different, and lacks nothing.
          allowProperties: [
            'forced-color-adjust',
            'overflow-anchor',
            'overscroll-behavior',
            'scrollbar-color',
            'user-select',
          ],
          allowPropertyValues: {
            'text-wrap': ['pretty'],
            // Beside `-webkit-match-parent`.
            'text-align': ['match-parent'],
          },
          allowSelectors: ['selection'],
        },
      ],
    },
  },
  {
    // Translators and other add-ons change the page's text nodes.
    files: ['{app,components}/**/*.tsx'],
    ignores: tests,
    plugins: { matinee: { rules: { 'text-stands-alone': textStandsAlone } } },
    rules: { 'matinee/text-stands-alone': 'error' },
  },
  {
    files: ['live/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(react|react-dom|next)(/|$)', message: 'live/ runs without React.' }] },
      ],
    },
  },
  {
    files: ['tools/**'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...independentTools.map((tool) => ({
              target: `./tools/${tool}`,
              from: independentTools.filter((other) => other !== tool).map((other) => `./tools/${other}`),
            })),
            // What is shared does not depend on who shares it.
            {
              target: sharedByTools.map((folder) => `./tools/${folder}`),
              from: independentTools.map((tool) => `./tools/${tool}`),
            },
          ],
        },
      ],
    },
  },
  {
    // The local backend stands alone.
    files: ['local/**'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        { zones: [{ target: './local', from: './', except: ['./local', './node_modules'] }] },
      ],
    },
  },
);
