/** What can be done to one scene besides recalling it: another name, the console of now, and deleting it, which asks once. */
import { type JSX, useEffect, useRef, useState } from 'react';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import type { SceneEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import styles from './scene-bar.module.css';

export function SceneEditor({ scene, onClose }: { scene: SceneEntry; onClose: () => void }): JSX.Element {
  const studio = useStudio();
  const [name, setName] = useState(scene.name);
  const [isAsking, setAsking] = useState(false);
  const fieldRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    fieldRef.current?.focus();
  }, []);
  const small = classNames(controls.button, controls.small);

  const rename = async (): Promise<void> => {
    if (name.trim() === '') return;
    if ((await studio.run('scene.rename', { sceneId: scene.id, name })) !== null) onClose();
  };
  const overwrite = async (): Promise<void> => {
    if ((await studio.run('scene.save', { sceneId: scene.id, name: scene.name })) === null) return;
    studio.notify(CONSOLE_TEXTS.scenes.overwritten(scene.name));
    onClose();
  };
  const remove = (): void => {
    if (isAsking) void studio.run('scene.delete', { sceneId: scene.id });
    setAsking(true);
  };

  return (
    <fieldset
      className={styles.editor}
      aria-label={CONSOLE_TEXTS.scenes.editing(scene.name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <input
        ref={fieldRef}
        type="text"
        className={styles.name}
        aria-label={CONSOLE_TEXTS.scenes.name}
        maxLength={NAME_MAX_LENGTH}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void rename();
        }}
      />
      <button type="button" className={small} onClick={() => void rename()}>
        {CONSOLE_TEXTS.scenes.rename}
      </button>
      <button type="button" className={small} onClick={() => void overwrite()}>
        {CONSOLE_TEXTS.scenes.overwrite}
      </button>
      <button type="button" className={classNames(small, isAsking && styles.asking)} onClick={remove}>
        {isAsking ? CONSOLE_TEXTS.scenes.deleteSure : CONSOLE_TEXTS.scenes.delete}
      </button>
      <button type="button" className={classNames(small, controls.quiet)} onClick={onClose}>
        {CONSOLE_TEXTS.scenes.close}
      </button>
    </fieldset>
  );
}
