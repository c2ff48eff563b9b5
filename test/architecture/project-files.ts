/** Reads the project's source files as text, for tests that look at their shape. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Folders that tools make; nothing in them is ours. */
const MADE_FOLDERS = new Set(['node_modules', 'dist', 'data', 'results', '.cache', '.git']);
const SOURCE = /\.(ts|tsx|mjs)$/;

/** `path` is relative to the root, with forward slashes; `code` is the text without its comments. */
export type SourceFile = { readonly path: string; readonly text: string; readonly code: string };

/** All source files under `folders`, each a path from the root. A folder that does not exist has none. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap(filesUnder)
    .filter((file) => SOURCE.test(file))
    .map(read);
}

/** The names of everything at the top of the project that a person put there. */
export function topLevelNames(): readonly string[] {
  return readdirSync(ROOT).filter((name) => !MADE_FOLDERS.has(name));
}

export function readText(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const where = `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return [where];
      return MADE_FOLDERS.has(entry.name) ? [] : filesUnder(where);
    });
  } catch {
    return [];
  }
}

function read(file: string): SourceFile {
  const text = readText(file);
  return { path: file, text, code: withoutComments(text) };
}

/** Takes out block comments that begin a line, and whole lines of comment; that is all the project's style has. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');
}
