/** A place without a sound: choose a file, or drop one; and the file that is on its way there. */
import type { JSX } from 'react';
import type { PadPlace } from '#protocol/pads.ts';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon, PlusIcon } from '../parts/icons.tsx';
import type { Upload } from '../store/sound-uploads.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './pad.module.css';
import { useFileDrop } from './use-file-drop.ts';

export type EmptyPadProps = {
  readonly place: PadPlace;
  /** The one that a sound would come to next. */
  readonly isNext: boolean;
  readonly onChoose: () => void;
  readonly onFiles: (files: readonly File[]) => void;
};

export function EmptyPad({ place, isNext, onChoose, onFiles }: EmptyPadProps): JSX.Element {
  const drop = useFileDrop(onFiles);
  const texts = TEXTS.soundboard;
  return (
    <li
      className={classNames(styles.empty, !isNext && styles.later, drop.isOver && styles.isOver)}
      {...drop.handlers}
    >
      <button
        type="button"
        className={styles.add}
        aria-label={place === 'music' ? undefined : texts.add(place + 1)}
        onClick={onChoose}
      >
        <PlusIcon />
        <span>{drop.isOver ? texts.drop : place === 'music' ? texts.addMusic : texts.addShort}</span>
        {place === 'music' && <span className={styles.hint}>{texts.addMusicHint}</span>}
      </button>
    </li>
  );
}

export function UploadingPad({ upload, onCancel }: { upload: Upload; onCancel: () => void }): JSX.Element {
  const texts = TEXTS.soundboard;
  const isSent = upload.share >= 1;
  return (
    <li className={classNames(styles.pad, styles.uploading)}>
      <span className={styles.uploadName}>{upload.name}</span>
      <progress
        className={styles.bar}
        aria-label={isSent ? texts.decoding(upload.name) : texts.uploading(upload.name)}
        max={1}
        {...(isSent ? {} : { value: upload.share })}
      />
      <span className={styles.side}>
        <button
          type="button"
          className={styles.small}
          aria-label={texts.cancel(upload.name)}
          title={texts.cancel(upload.name)}
          onClick={onCancel}
        >
          <CloseIcon />
        </button>
      </span>
    </li>
  );
}
