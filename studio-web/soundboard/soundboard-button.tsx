/** Opens and closes the soundboard; while it is closed, tells that something plays. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { SoundIcon } from '../parts/icons.tsx';
import { useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './soundboard-button.module.css';
import type { SoundboardOpen } from './use-soundboard-open.ts';

export function SoundboardButton({ board }: { board: SoundboardOpen }): JSX.Element {
  const isPlaying = useStudioState(({ room }) =>
    Object.values(room?.pads ?? {}).some(({ playing }) => playing !== null),
  );
  return (
    <button
      ref={board.buttonRef}
      type="button"
      className={classNames(controls.button, styles.button, isPlaying && styles.isPlaying)}
      aria-expanded={board.isOpen}
      aria-controls={board.isOpen ? board.id : undefined}
      onClick={board.toggle}
    >
      <SoundIcon />
      {TEXTS.soundboard.show}
    </button>
  );
}
