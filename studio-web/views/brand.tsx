/** The name of the product with its sign. */
import type { JSX } from 'react';
import { BroadcastIcon } from '../parts/icons.tsx';
import { TEXTS } from '../texts/texts.ts';
import styles from './brand.module.css';

export function Brand(): JSX.Element {
  return (
    <span className={styles.brand}>
      <span className={styles.sign}>
        <BroadcastIcon size={22} />
      </span>
      {TEXTS.product}
    </span>
  );
}
