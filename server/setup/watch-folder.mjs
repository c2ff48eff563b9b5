// Tells when a file under a folder changed, once per burst of changes.

import { watch } from 'node:fs';

/** An editor that saves several files, or a git checkout, is one change. */
const QUIET_TIME_MS = 200;

/**
 * @param {string} folder
 * @param {{ isRelevant: (path: string) => boolean, onChange: (path: string) => void }} options
 *   Paths are relative to the folder; `onChange` gets the first one of a burst.
 * @returns {() => void} Ends the watching.
 */
export function watchFolder(folder, { isRelevant, onChange }) {
  /** @type {string | undefined} */
  let first;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const watcher = watch(folder, { recursive: true }, (_event, path) => {
    if (path === null || !isRelevant(path)) {
      return;
    }
    first ??= path;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = first ?? path;
      first = undefined;
      onChange(changed);
    }, QUIET_TIME_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
