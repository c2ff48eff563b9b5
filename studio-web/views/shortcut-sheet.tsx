/** The dialog with all keys. One per page; whoever wants it shown calls `openShortcutSheet`. Its list is loaded then. */
import { type JSX, useEffect, useRef, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { lazyPart } from '../parts/lazy-part.tsx';
import { TEXTS } from '../texts/texts.ts';

const { Part: ShortcutList } = lazyPart(async () => (await import('./shortcut-list.tsx')).ShortcutList);

const openers = new Set<() => void>();

export function openShortcutSheet(): void {
  for (const open of openers) open();
}

export function ShortcutSheet(): JSX.Element {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const [isWanted, setWanted] = useState(false);

  useEffect(() => {
    const open = (): void => {
      setWanted(true);
      if (dialogRef.current?.open === false) dialogRef.current.showModal();
    };
    openers.add(open);
    return () => {
      openers.delete(open);
    };
  }, []);

  return (
    <Dialog dialogRef={dialogRef} heading={TEXTS.shortcuts.heading}>
      {isWanted && <ShortcutList />}
    </Dialog>
  );
}
