/** What must not be left on this machine, however this process ends short of SIGKILL: undone at its exit, unless it was undone before. */

const undoings = new Set<() => void>();

process.on('exit', () => {
  for (const undo of [...undoings].reverse()) {
    try {
      undo();
    } catch {
      // The others are undone all the same.
    }
  }
});

/** `undo` is synchronous. Returns the way to say that it is not needed any more. */
export function undoAtExit(undo: () => void): () => void {
  undoings.add(undo);
  return () => undoings.delete(undo);
}
