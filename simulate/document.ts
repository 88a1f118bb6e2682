/** Puts what was simulated into a document, between marks: `<!-- simulate:NAME -->` and `<!-- /simulate -->`. Pure. */

const marked = /(<!-- simulate:([\w-]+) -->)[\s\S]*?(<!-- \/simulate -->)/g;

/** @throws where the document has a mark that nothing is for, or lacks one */
export function withSections(document: string, sections: Record<string, string>): string {
  const used = new Set<string>();
  const written = document.replace(marked, (_, open: string, name: string, close: string) => {
    const section = sections[name];
    if (section === undefined) throw new Error(`The document has a place for "${name}", which is not simulated.`);
    used.add(name);
    return `${open}\n\n${section}\n\n${close}`;
  });
  const unused = Object.keys(sections).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`The document has no place for "${unused.join('", "')}".`);
  return written;
}
