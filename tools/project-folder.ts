import path from 'node:path';

/** The absolute path of the project, which contains `amplify/` and `package.json`. */
export const projectFolder = path.resolve(import.meta.dirname, '..');
