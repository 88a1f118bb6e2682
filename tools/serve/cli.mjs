/** `npm run dev` and `npm start`. Plain JavaScript up to the version check, so that an old Node can read it. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Matinee needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const { register } = await import('tsx/esm/api');
register();
await import('./cli.ts');
