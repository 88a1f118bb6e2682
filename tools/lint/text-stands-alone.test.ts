import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Linter } from '@typescript-eslint/utils/ts-eslint';
import ts from 'typescript';
import { parser } from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textStandsAlone } from './text-stands-alone.mjs';

const cases: [jsx: string, problems: string[]][] = [
  ['<p>{text}</p>', []],
  ['<p>{`${text}: ${count}`}</p>', []],
  ['<p>Some <b>fixed</b> text</p>', []],
  ['<p><b>{text}</b>{isOn && <i />}{children}</p>', []],
  ['<p>{isOn ? text : <b />}</p>', []],
  ['<p>{text}<b /></p>', ['changing']],
  ['<p>{count}{isOn && <b />}</p>', ['changing']],
  ['<p>+{count}</p>', ['static', 'changing']],
  ['<p>fixed{isOn && <b />}</p>', ['static']],
  ['<p><b />{isOn ? text : <i />}</p>', ['changing']],
  ['<p><b />{[text]}</p>', ['changing']],
  ['<>{text}</>', ['fragment']],
];

/** Enough of React's types for the cases, each of which is one line of the file. */
const declarations =
  'declare namespace JSX { interface Element { type: string } interface IntrinsicElements { [name: string]: object } } ' +
  'type ReactNode = JSX.Element | string | null; ' +
  'declare const text: string, count: number, isOn: boolean, children: ReactNode;';

describe('text-stands-alone', () => {
  let folder: string;
  let problems: { line: number; messageId: string | undefined }[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lint-'));
    const filename = path.join(folder, 'cases.tsx');
    const code = [declarations, ...cases.map(([jsx]) => `void (${jsx});`)].join('\n');
    await writeFile(filename, code);
    const program = ts.createProgram([filename], { jsx: ts.JsxEmit.Preserve, strict: true, noEmit: true, types: [] });
    const messages = new Linter({ cwd: folder }).verify(
      code,
      [
        {
          files: ['**/*.tsx'],
          languageOptions: { parser: parser, parserOptions: { programs: [program] } },
          plugins: { matinee: { rules: { 'text-stands-alone': textStandsAlone } } },
          rules: { 'matinee/text-stands-alone': 'error' },
        },
      ],
      { filename },
    );
    problems = messages.map(({ line, messageId, message }) => ({ line, messageId: messageId ?? message }));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(cases.map(([jsx, expected], index) => ({ jsx, expected, line: index + 2 })))(
    '$jsx: $expected',
    ({ expected, line }) => {
      expect(problems.filter((problem) => problem.line === line).map(({ messageId }) => messageId)).toEqual(expected);
    },
  );
});
