/** The secret by which a server tells this browser from another that shows the same link. It says nothing about the person. */
import type { SafeStorage } from './safe-storage.ts';

const KEY = 'openstudio.browser';
const BYTES = 24;
const SHAPE = /^[A-Za-z0-9_-]{16,64}$/;

/** The same for every tab. A browser that keeps nothing gets a new one each time, and is nobody it was before. */
export function browserId(storage: SafeStorage): string {
  const known = storage.getItem(KEY);
  if (known !== null && SHAPE.test(known)) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  const fresh = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  storage.setItem(KEY, fresh);
  return fresh;
}
