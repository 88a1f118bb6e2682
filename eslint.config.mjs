import appsync from '@aws-appsync/eslint-plugin';
import nextPlugin from '@next/eslint-plugin-next';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['.next', '.next-dev', '.amplify', 'next-env.d.ts', 'test-results', 'playwright-report'] },
  ...tseslint.configs.strict,
  ...[nextPlugin.flatConfig.coreWebVitals, reactHooks.configs.flat.recommended].map((config) => ({
    ...config,
    files: ['{app,components,live}/**/*.{ts,tsx}'],
  })),
  {
    // Resolvers: what APPSYNC_JS lacks is an error.
    files: ['amplify/data/resolvers/*.js'],
    ...appsync.configs.recommended,
    languageOptions: { ...appsync.configs.recommended.languageOptions, parserOptions: { projectService: true } },
  },
);
