/**
 * The sections of a document that a command writes. A section is between `<!-- COMMAND:NAME -->` and
 * `<!-- /COMMAND -->`. Everything else is written by hand.
 */

/** @throws if the document has no such section */
export function withSection(document: string, command: string, name: string, section: string): string {
  const [opening, closing] = [`<!-- ${command}:${name} -->`, `<!-- /${command} -->`];
  const start = document.indexOf(opening);
  const end = document.indexOf(closing, start);
  if (start < 0 || end < 0) throw new Error(`The document has no section "${name}" between ${opening} and ${closing}.`);
  return `${document.slice(0, start)}${opening}\n\n${section}\n\n${document.slice(end)}`;
}

/** Returns the names of the sections that a command writes, in the order of the document. */
export function sectionNames(document: string, command: string): string[] {
  return [...document.matchAll(new RegExp(`<!-- ${command}:([\\w-]+) -->`, 'g'))].map(([, name = '']) => name);
}
