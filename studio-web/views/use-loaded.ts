/** Loads something once for a page. */
import { useEffect, useState } from 'react';
import { CommandError, type CommandErrorCode } from '../connection/command-error.ts';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly code: CommandErrorCode };

/** `load` must be the same function at every render, or it is loaded again. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' });

  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => {
        if (isCurrent) setLoaded({ kind: 'ready', value });
      },
      (error: unknown) => {
        const code = error instanceof CommandError ? error.code : 'unreadable_reply';
        if (isCurrent) setLoaded({ kind: 'failed', code });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [load]);

  return loaded;
}
