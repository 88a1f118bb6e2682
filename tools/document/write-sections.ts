import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../project-folder';
import { withSection } from './sections';

/** The folder of the documents. */
export const documentFolder = path.join(projectFolder, 'docs');

/** By document (a path below `docs/`) and section. */
export type SectionsByDocument = Record<string, Record<string, string>>;

/**
 * Replaces the sections of a command in several documents. Writes nothing if a document lacks a section.
 *
 * @throws if a document lacks a section
 */
export async function writeSections(
  command: string,
  documents: SectionsByDocument,
  folder = documentFolder,
): Promise<void> {
  const written = await Promise.all(
    Object.entries(documents).map(async ([name, sections]) => {
      const file = path.join(folder, name);
      const before = await readFile(file, 'utf8');
      const document = Object.entries(sections).reduce(
        (text, [section, content]) => withSection(text, command, section, content),
        before,
      );
      return { file, document };
    }),
  );
  for (const { file, document } of written) await writeFile(file, document);
}
