/** Shown while the first answer of the server is on its way. */
import type { JSX } from 'react';
import { TEXTS } from '../texts/texts.ts';
import { Brand } from './brand.tsx';
import styles from './message-page.module.css';

export function LoadingPage(): JSX.Element {
  return (
    <main className={styles.page}>
      <Brand />
      <p className={styles.message}>{TEXTS.pages.loading}</p>
    </main>
  );
}
