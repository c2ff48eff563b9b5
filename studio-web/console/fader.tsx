/** One fader: a native range input in dB, with a field to type into and small buttons, so that nothing needs dragging. */
import { type JSX, useState } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { FADER_MAX_DB, FADER_MIN_DB, FADER_STEP_DB } from '#protocol/limits.ts';
import { HandIcon, MinusIcon, PlusIcon } from '../parts/icons.tsx';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { TEXTS } from '../texts/texts.ts';
import { faderFieldText, faderValueText, parseFaderText, snapToFader } from './decibel-text.ts';
import styles from './fader.module.css';
import { type Fader as FaderHandle, useFader } from './use-fader.ts';

const TICKS_DB = [10, 0, -10, -20, -30, -40, -50, FADER_MIN_DB];

export function Fader({
  stripId,
  serverDb,
  heldBy,
}: {
  stripId: StripId;
  serverDb: number;
  /** Who else has his hand on it. */
  heldBy: string | null;
}): JSX.Element {
  const fader = useFader(stripId, serverDb);
  return (
    <>
      <div className={styles.well}>
        <ul className={styles.ticks} aria-hidden="true">
          {TICKS_DB.map((db) => (
            <li key={db} className={db === 0 ? styles.zero : undefined}>
              {db === FADER_MIN_DB ? TEXTS.strip.bottomShort : Math.abs(db)}
            </li>
          ))}
        </ul>
        <div className={styles.slot}>
          <input
            type="range"
            data-shortcut="fader"
            className={styles.range}
            aria-label={TEXTS.strip.fader}
            aria-valuetext={faderValueText(fader.shownDb)}
            min={FADER_MIN_DB}
            max={FADER_MAX_DB}
            step={FADER_STEP_DB}
            value={fader.shownDb}
            onChange={(event) => fader.move(event.currentTarget.valueAsNumber)}
            onPointerDown={fader.hold}
            onPointerUp={fader.release}
            onPointerCancel={fader.release}
            onDoubleClick={() => fader.move(0)}
          />
          {heldBy !== null && <Hand name={heldBy} />}
        </div>
      </div>
      <FaderField fader={fader} />
    </>
  );
}

/** Beside the fader, so that nothing moves when it comes. */
function Hand({ name }: { name: string }): JSX.Element {
  return (
    <span className={styles.hand} title={CONSOLE_TEXTS.heldBy(name)}>
      <HandIcon />
      <span className={styles.handName}>{name}</span>
      <span className="only-read">{CONSOLE_TEXTS.heldBy(name)}</span>
    </span>
  );
}

function FaderField({ fader }: { fader: FaderHandle }): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);

  const commit = (): void => {
    const db = typed === null ? null : parseFaderText(typed);
    setTyped(null);
    if (db !== null) fader.move(db);
  };

  return (
    <div className={styles.numbers}>
      <button
        type="button"
        className={styles.nudge}
        aria-label={TEXTS.strip.less}
        title={TEXTS.strip.less}
        onClick={() => fader.move(snapToFader(fader.shownDb - FADER_STEP_DB))}
      >
        <MinusIcon />
      </button>
      <input
        type="text"
        inputMode="decimal"
        className={styles.number}
        aria-label={TEXTS.strip.gain}
        value={typed ?? faderFieldText(fader.shownDb)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <button
        type="button"
        className={styles.nudge}
        aria-label={TEXTS.strip.more}
        title={TEXTS.strip.more}
        onClick={() => fader.move(snapToFader(fader.shownDb + FADER_STEP_DB))}
      >
        <PlusIcon />
      </button>
    </div>
  );
}
