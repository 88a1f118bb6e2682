/**
 * The parts of a document that a command writes: they stand between `<!-- COMMAND:NAME -->` and `<!-- /COMMAND -->`, and
 * all around them is prose by hand. Pure.
 */

/** @throws where the document has no place for the section */
export function withSection(document: string, command: string, name: string, section: string): string {
  const [opening, closing] = [`<!-- ${command}:${name} -->`, `<!-- /${command} -->`];
  const start = document.indexOf(opening);
  const end = document.indexOf(closing, start);
  if (start < 0 || end < 0)
    throw new Error(`The document has no place for "${name}", between ${opening} and ${closing}.`);
  return `${document.slice(0, start)}${opening}\n\n${section}\n\n${document.slice(end)}`;
}

/**
 * Writes all of a command's sections.
 * @throws where the document has a place that nothing is for, or lacks one
 */
export function withSections(document: string, command: string, sections: Record<string, string>): string {
  for (const [, name = ''] of document.matchAll(new RegExp(`<!-- ${command}:([\\w-]+) -->`, 'g'))) {
    if (!(name in sections))
      throw new Error(`The document has a place for "${name}", which ${command} does not write.`);
  }
  return Object.entries(sections).reduce(
    (written, [name, section]) => withSection(written, command, name, section),
    document,
  );
}
