/** Takes the program away from listeners and gives them the bed, and back. It never works by accident off air, and says why not. */
import { type JSX, useId } from 'react';
import type { ProgramEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import styles from './panic-button.module.css';

export function PanicButton({ program }: { program: ProgramEntry }): JSX.Element {
  const studio = useStudio();
  const hintId = useId();
  const isOn = program.panicSinceMs !== null;
  const isOnAir = ['starting', 'live', 'recovering'].includes(program.phase);

  const press = (): void => {
    if (isOnAir) void studio.run('program.setPanic', { on: !isOn });
    else studio.notify(CONSOLE_TEXTS.panic.obstacle);
  };

  return (
    <>
      <button
        type="button"
        className={classNames(controls.button, styles.panic, isOn && styles.isOn)}
        aria-disabled={!isOnAir}
        aria-describedby={isOnAir ? undefined : hintId}
        onClick={press}
      >
        {isOn ? CONSOLE_TEXTS.panic.back : CONSOLE_TEXTS.panic.press}
      </button>
      {!isOnAir && (
        <p id={hintId} className="only-read">
          {CONSOLE_TEXTS.panic.obstacle}
        </p>
      )}
    </>
  );
}
