/** How good a connection is, as bars beside the word. Decoration: the word says the same. */
import type { JSX } from 'react';
import type { ConnectionQuality } from '#protocol/state.ts';
import { classNames } from './class-names.ts';
import styles from './connection-bars.module.css';

const LIT: Record<ConnectionQuality, number> = { excellent: 3, good: 2, poor: 1, lost: 0 };

export function ConnectionBars({ quality }: { quality: ConnectionQuality }): JSX.Element {
  return (
    <svg
      className={classNames(styles.bars, styles[quality])}
      viewBox="0 0 14 12"
      width="14"
      height="12"
      aria-hidden="true"
    >
      {[0, 1, 2].map((place) => (
        <rect
          key={place}
          className={place < LIT[quality] ? styles.lit : styles.dark}
          x={place * 5}
          y={8 - place * 4}
          width="3.5"
          height={4 + place * 4}
          rx="1"
        />
      ))}
    </svg>
  );
}
