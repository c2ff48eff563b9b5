/** Finds what a source file imports. A reader of regular expressions: enough for code that Biome formats. */
import path from 'node:path';
import type { SourceFile } from './project-files.ts';

/** `target` is a path from the root for files of ours, otherwise the name of a package as it is written. */
export type Import = {
  readonly from: string;
  readonly target: string;
  readonly kind: 'file' | 'package';
  readonly typeOnly: boolean;
};

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;
/** Worker threads and the like: `new URL('./thread.ts', import.meta.url)`. */
const BY_URL = /\bnew URL\('(\.[^']+\.(?:ts|tsx|mjs))',\s*import\.meta\.url\)/g;

export function importsOf(file: SourceFile): readonly Import[] {
  return [
    ...[...file.code.matchAll(STATIC)].map(([, type, to]) => toImport(file, to, type !== undefined)),
    ...[...file.code.matchAll(DYNAMIC)].map(([, to]) => toImport(file, to, false)),
    ...[...file.code.matchAll(BY_URL)].map(([, to]) => toImport(file, to, false)),
  ];
}

function toImport(file: SourceFile, specifier: string | undefined, typeOnly: boolean): Import {
  const to = specifier ?? '';
  const from = file.path;
  if (to.startsWith('#protocol/'))
    return { from, target: to.replace('#protocol', 'server/protocol'), kind: 'file', typeOnly };
  if (to.startsWith('.'))
    return { from, target: path.posix.join(path.posix.dirname(from), to), kind: 'file', typeOnly };
  return { from, target: to, kind: 'package', typeOnly };
}

/** Every ring of files that import each other, once, as the paths around it. */
export function cyclesIn(imports: readonly Import[]): readonly string[] {
  const edges = new Map<string, Set<string>>();
  for (const { from, target, kind } of imports) {
    if (kind === 'file') edges.set(from, (edges.get(from) ?? new Set()).add(target));
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) cycles.push([...way.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const target of edges.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}
