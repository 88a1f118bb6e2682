import appsync from '@aws-appsync/eslint-plugin';
import nextPlugin from '@next/eslint-plugin-next';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['.next', '.amplify', 'next-env.d.ts', 'test-results', 'playwright-report'] },
  ...tseslint.configs.strict,
  {
    files: ['{app,components,live}/**/*.{ts,tsx}'],
    plugins: { '@next/next': nextPlugin, 'react-hooks': reactHooks },
    rules: {
      ...nextPlugin.configs.recommended.rules,
      ...nextPlugin.configs['core-web-vitals'].rules,
      ...reactHooks.configs.recommended.rules,
    },
  },
  {
    // Resolvers: what APPSYNC_JS lacks is an error.
    files: ['amplify/data/resolvers/*.js'],
    ...appsync.configs.recommended,
    languageOptions: { ...appsync.configs.recommended.languageOptions, parserOptions: { projectService: true } },
  },
);
