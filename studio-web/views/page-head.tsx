/** The top of every page outside the studio: the product, and the settings. */
import type { JSX } from 'react';
import { Brand } from './brand.tsx';
import styles from './page-head.module.css';
import { SettingsButton } from './settings-button.tsx';

export function PageHead(): JSX.Element {
  return (
    <header className={styles.head}>
      <Brand />
      <SettingsButton />
    </header>
  );
}
