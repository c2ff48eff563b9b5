/** The scenes of the show: one press recalls, with the crossfade that is set here; others save, rename and delete. */
import { type JSX, useId, useState } from 'react';
import type { SceneId } from '#protocol/ids.ts';
import { CROSSFADE_MAX_MS, NAME_MAX_LENGTH, SCENES_MAX } from '#protocol/limits.ts';
import type { ConsoleEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { MoreIcon, PlusIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { CrossfadeProgress } from './crossfade-progress.tsx';
import styles from './scene-bar.module.css';
import { SceneEditor } from './scene-editor.tsx';

const MS_PER_S = 1000;
const CROSSFADE_STEP_S = 0.5;
const FIRST_CROSSFADE_S = 2;

export function SceneBar({ entry }: { entry: ConsoleEntry }): JSX.Element {
  const studio = useStudio();
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const [crossfadeS, setCrossfadeS] = useState(FIRST_CROSSFADE_S);
  const [editedId, setEditedId] = useState<SceneId | null>(null);
  const editorId = useId();
  const edited = entry.scenes.find(({ id }) => id === editedId);

  const recall = (sceneId: SceneId): void =>
    void studio.run('scene.recall', { sceneId, crossfadeMs: crossfadeS * MS_PER_S });

  const closeEditor = (): void => {
    setEditedId(null);
    // Whoever came by keyboard goes on where he was.
    if (editedId !== null) document.getElementById(`${editorId}-${editedId}`)?.focus();
  };

  return (
    <fieldset className={styles.bar} aria-label={CONSOLE_TEXTS.scenes.heading} disabled={isFrozen}>
      <div className={styles.row}>
        <span className={controls.caption} aria-hidden="true">
          {CONSOLE_TEXTS.scenes.heading}
        </span>
        <ul className={styles.list}>
          {entry.scenes.map((scene) => (
            <li key={scene.id} className={classNames(styles.scene, scene.id === editedId && styles.edited)}>
              <button
                type="button"
                className={styles.recall}
                aria-label={CONSOLE_TEXTS.scenes.recall(scene.name)}
                onClick={() => recall(scene.id)}
              >
                {scene.name}
                {entry.crossfade?.sceneId === scene.id && <CrossfadeProgress {...entry.crossfade} />}
              </button>
              <button
                type="button"
                id={`${editorId}-${scene.id}`}
                className={styles.more}
                aria-label={CONSOLE_TEXTS.scenes.edit(scene.name)}
                title={CONSOLE_TEXTS.scenes.edit(scene.name)}
                aria-expanded={scene.id === editedId}
                onClick={() => setEditedId(scene.id === editedId ? null : scene.id)}
              >
                <MoreIcon />
              </button>
            </li>
          ))}
        </ul>
        {entry.scenes.length < SCENES_MAX && <NewScene />}
        {entry.scenes.length === 0 && <span className={styles.hint}>{CONSOLE_TEXTS.scenes.none}</span>}
        {entry.scenes.length > 0 && (
          <label className={styles.crossfade}>
            <span>{CONSOLE_TEXTS.scenes.crossfade}</span>
            <input
              type="range"
              aria-label={CONSOLE_TEXTS.scenes.crossfade}
              aria-valuetext={CONSOLE_TEXTS.scenes.seconds(crossfadeS)}
              min={0}
              max={CROSSFADE_MAX_MS / MS_PER_S}
              step={CROSSFADE_STEP_S}
              value={crossfadeS}
              onChange={(event) => setCrossfadeS(event.currentTarget.valueAsNumber)}
            />
            <span className={styles.seconds} aria-hidden="true">
              {CONSOLE_TEXTS.scenes.seconds(crossfadeS)}
            </span>
          </label>
        )}
      </div>
      {edited !== undefined && <SceneEditor key={edited.id} scene={edited} onClose={closeEditor} />}
    </fieldset>
  );
}

function NewScene(): JSX.Element {
  const studio = useStudio();
  const [name, setName] = useState<string | null>(null);

  const save = async (): Promise<void> => {
    if (name === null || name.trim() === '') return;
    if ((await studio.run('scene.save', { name })) !== null) setName(null);
  };

  if (name === null) {
    return (
      <button
        type="button"
        className={classNames(controls.button, controls.small)}
        onClick={() => setName('')}
      >
        <PlusIcon />
        {CONSOLE_TEXTS.scenes.save}
      </button>
    );
  }
  return (
    <span className={styles.naming}>
      <input
        type="text"
        className={styles.name}
        aria-label={CONSOLE_TEXTS.scenes.saveAs}
        placeholder={CONSOLE_TEXTS.scenes.namePlaceholder}
        maxLength={NAME_MAX_LENGTH}
        // The field comes because somebody pressed a button to write into it.
        ref={(field) => field?.focus()}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
          if (event.key === 'Escape') setName(null);
        }}
      />
      <button
        type="button"
        className={classNames(controls.button, controls.small, controls.primary)}
        onClick={() => void save()}
      >
        {CONSOLE_TEXTS.scenes.confirm}
      </button>
      <button
        type="button"
        className={classNames(controls.button, controls.small, controls.quiet)}
        onClick={() => setName(null)}
      >
        {CONSOLE_TEXTS.scenes.cancel}
      </button>
    </span>
  );
}
