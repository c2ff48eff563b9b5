/** Everything about one pad: name, colour, key, gain, loop, group, fade-out, another sound, and the way off the soundboard. */
import { type JSX, useEffect, useId, useRef, useState } from 'react';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import {
  PAD_COLOURS,
  PAD_GROUPS_MAX,
  PAD_KEYS,
  PAD_RANGES,
  type PadChange,
  type PadEntry,
  SOUND_STRIPS,
} from '#protocol/pads.ts';
import { processingOf } from '#protocol/processing.ts';
import type { RoomState } from '#protocol/state.ts';
import { DuckStage } from '../console/duck-stage.tsx';
import { LiveRange } from '../console/live-range.tsx';
import { useLiveValue } from '../console/use-live-value.ts';
import { classNames } from '../parts/class-names.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { oneDecimal } from '../texts/numbers.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './pad-editor.module.css';
import { useOwnChoice } from './use-own-choice.ts';

const MS_PER_S = 1000;
const GROUPS = Array.from({ length: PAD_GROUPS_MAX }, (_, index) => index + 1);

export type PadEditorProps = {
  readonly pad: PadEntry;
  readonly room: RoomState;
  readonly onReplace: () => void;
  readonly onClose: () => void;
};

export function PadEditor({ pad, room, onReplace, onClose }: PadEditorProps): JSX.Element {
  const studio = useStudio();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const groupId = useId();
  const padId = pad.id;
  const texts = TEXTS.soundboard.editor;
  const music = room.strips[SOUND_STRIPS.music.id];

  useEffect(() => {
    dialogRef.current?.showModal();
  }, []);

  const change = (to: PadChange): Promise<unknown> => studio.run('pad.set', { padId, change: to });
  const [colour, setColour] = useOwnChoice(pad.colour, (to) => change({ colour: to }));
  const [hotkey, setHotkey] = useOwnChoice(pad.hotkey, (to) => change({ hotkey: to }));
  const [group, setGroup] = useOwnChoice(pad.group, (to) => change({ group: to }));
  const [loop, setLoop] = useOwnChoice(pad.loop, (to) => change({ loop: to }));

  return (
    <Dialog dialogRef={dialogRef} heading={texts.heading(pad.name)} onClose={onClose}>
      <NameField pad={pad} onChange={(name) => void change({ name })} />
      <fieldset className={styles.colours}>
        <legend className={controls.label}>{texts.colour}</legend>
        {PAD_COLOURS.map((each) => (
          <input
            key={each}
            type="radio"
            name="colour"
            className={styles.colour}
            style={{ background: `var(--pad-${each})` }}
            aria-label={texts.colours[each]}
            title={texts.colours[each]}
            checked={colour === each}
            onChange={() => setColour(each)}
          />
        ))}
      </fieldset>
      <div className={styles.pair}>
        <label>
          <span className={controls.label}>{texts.key}</span>
          <select
            className={classNames(controls.field, controls.select)}
            value={hotkey ?? ''}
            onChange={({ currentTarget: { value } }) => setHotkey(value === '' ? null : value)}
          >
            <option value="">{texts.noKey}</option>
            {[...PAD_KEYS].sort().map((key) => (
              <option key={key} value={key}>
                {key.toUpperCase()}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className={controls.label}>{texts.group}</span>
          <select
            className={classNames(controls.field, controls.select)}
            aria-describedby={groupId}
            value={group ?? ''}
            onChange={({ currentTarget: { value } }) => setGroup(value === '' ? null : Number(value))}
          >
            <option value="">{texts.noGroup}</option>
            {GROUPS.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p id={groupId} className={styles.about}>
        {texts.groupAbout}
      </p>
      <Slider
        name={texts.gain}
        value={pad.gainDb}
        range={PAD_RANGES.gainDb}
        textOf={(db) => `${oneDecimal(db)} dB`}
        onMove={(gainDb) => change({ gainDb })}
      />
      <Slider
        name={texts.fadeOut}
        value={pad.fadeOutMs}
        range={PAD_RANGES.fadeOutMs}
        textOf={(ms) => texts.seconds(oneDecimal(ms / MS_PER_S))}
        onMove={(fadeOutMs) => change({ fadeOutMs })}
      />
      <label className={controls.switch}>
        <input type="checkbox" checked={loop} onChange={(event) => setLoop(event.currentTarget.checked)} />
        <span>
          {texts.loop}
          <span className={controls.switchAbout}>{texts.loopAbout}</span>
        </span>
      </label>
      {pad.place === 'music' && music !== undefined && (
        <DuckStage stripId={music.id} duck={processingOf(music.processing).duck} />
      )}
      <div className={styles.last}>
        <button
          type="button"
          className={controls.button}
          onClick={() => {
            dialogRef.current?.close();
            onReplace();
          }}
        >
          {texts.replace}
        </button>
        <DeleteButton onDelete={() => void studio.run('pad.delete', { padId })} />
      </div>
    </Dialog>
  );
}

function NameField({ pad, onChange }: { pad: PadEntry; onChange: (name: string) => void }): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);

  const commit = (): void => {
    if (typed !== null && typed.trim() !== '' && typed !== pad.name) onChange(typed);
    setTyped(null);
  };

  return (
    <label>
      <span className={controls.label}>{TEXTS.soundboard.editor.name}</span>
      <input
        type="text"
        className={controls.field}
        maxLength={NAME_MAX_LENGTH}
        value={typed ?? pad.name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </label>
  );
}

type SliderProps = {
  readonly name: string;
  readonly value: number;
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  readonly textOf: (value: number) => string;
  readonly onMove: (value: number) => Promise<unknown>;
};

function Slider({ name, value, range, textOf, onMove }: SliderProps): JSX.Element {
  const live = useLiveValue(value, onMove);
  return (
    <label className={styles.slider}>
      <span className={styles.sliderName}>{name}</span>
      <LiveRange live={live} name={name} text={textOf(live.shown)} range={range} />
      <span className={styles.sliderValue} aria-hidden="true">
        {textOf(live.shown)}
      </span>
    </label>
  );
}

function DeleteButton({ onDelete }: { onDelete: () => void }): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  return (
    <button
      type="button"
      className={classNames(controls.button, styles.delete, isAsking && styles.asking)}
      onBlur={() => setAsking(false)}
      onClick={() => {
        if (isAsking) onDelete();
        setAsking(!isAsking);
      }}
    >
      {isAsking ? TEXTS.soundboard.editor.deleteSure : TEXTS.soundboard.editor.delete}
    </button>
  );
}
