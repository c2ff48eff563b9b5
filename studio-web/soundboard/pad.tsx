/** One pad: a press plays it, and another one again from its beginning. */
import { type CSSProperties, type JSX, useId } from 'react';
import type { PadEntry } from '#protocol/pads.ts';
import { classNames } from '../parts/class-names.ts';
import { LoopIcon, MoreIcon, StopIcon } from '../parts/icons.tsx';
import { useStudio } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './pad.module.css';
import { PadProgress, PadTime } from './pad-progress.tsx';
import { useFileDrop } from './use-file-drop.ts';

export type PadProps = {
  readonly pad: PadEntry;
  readonly onEdit: () => void;
  readonly onFiles: (files: readonly File[]) => void;
};

export function Pad({ pad, onEdit, onFiles }: PadProps): JSX.Element {
  const studio = useStudio();
  const timeId = useId();
  const drop = useFileDrop(onFiles);
  const { id: padId, name, playing, hotkey } = pad;
  const texts = TEXTS.soundboard;
  const colour: CSSProperties & Record<'--pad', string> = { '--pad': `var(--pad-${pad.colour})` };

  return (
    <li
      className={classNames(
        styles.pad,
        playing !== null && styles.isPlaying,
        playing?.stopping === true && styles.isStopping,
        drop.isOver && styles.isOver,
      )}
      style={colour}
      {...drop.handlers}
    >
      <PadProgress pad={pad} />
      <button
        type="button"
        className={styles.play}
        aria-label={playing === null ? texts.play(name) : texts.again(name)}
        aria-describedby={timeId}
        aria-keyshortcuts={hotkey?.toUpperCase()}
        onClick={() => void studio.run('pad.play', { padId })}
      >
        <span className={styles.name}>{drop.isOver ? texts.drop : name}</span>
      </button>
      <span className={styles.facts}>
        <PadTime pad={pad} id={timeId} />
        {pad.loop && (
          <span className={styles.mark} title={texts.loops}>
            <LoopIcon />
            <span className="only-read">{texts.loops}</span>
          </span>
        )}
        {pad.group !== null && (
          <span className={classNames(styles.group, styles.mark)} title={texts.group(pad.group)}>
            <span aria-hidden="true">{pad.group}</span>
            <span className="only-read">{texts.group(pad.group)}</span>
          </span>
        )}
        {hotkey !== null && (
          <span className={styles.key} aria-hidden="true">
            {hotkey.toUpperCase()}
          </span>
        )}
      </span>
      <span className={styles.side}>
        <button
          type="button"
          className={styles.small}
          aria-label={texts.edit(name)}
          title={texts.edit(name)}
          aria-haspopup="dialog"
          onClick={onEdit}
        >
          <MoreIcon />
        </button>
        <button
          type="button"
          className={styles.small}
          aria-label={texts.stop(name)}
          title={texts.stop(name)}
          aria-disabled={playing === null}
          onClick={() => void studio.run('pad.stop', { padId })}
        >
          <StopIcon />
        </button>
      </span>
    </li>
  );
}
