/** "Go live" and "Stop broadcast". Neither is ever dead without a word: what does not work now says why. */
import { type JSX, useId } from 'react';
import type { ProgramEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { BroadcastIcon } from '../parts/icons.tsx';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { GO_LIVE_OBSTACLES, STOP_OBSTACLES, TEXTS } from '../texts/texts.ts';
import styles from './program-buttons.module.css';

export function ProgramButtons({ program }: { program: ProgramEntry }): JSX.Element {
  const studio = useStudio();
  const microphone = useMicrophone(studio.microphone);
  const goLiveHintId = useId();
  const stopHintId = useId();
  const goLiveObstacle = GO_LIVE_OBSTACLES[program.phase];
  const stopObstacle = STOP_OBSTACLES[program.phase];

  const goLive = (): void => {
    if (goLiveObstacle === null) void studio.run('program.start', {});
    else studio.notify(goLiveObstacle);
  };
  const stop = (): void => {
    if (stopObstacle === null) void studio.run('program.stop', {});
    else studio.notify(stopObstacle);
  };
  const hint =
    microphone.phase === 'unasked' || microphone.phase === 'off'
      ? TEXTS.program.hintNoMicrophone
      : TEXTS.program.hintAlone;

  return (
    <div className={styles.buttons} data-shortcut="broadcast">
      <button
        type="button"
        className={classNames(
          controls.button,
          controls.large,
          goLiveObstacle === null && controls.primary,
          styles.goLive,
        )}
        aria-disabled={goLiveObstacle !== null}
        aria-describedby={goLiveHintId}
        onClick={goLive}
      >
        <BroadcastIcon />
        {TEXTS.program.goLive}
      </button>
      <button
        type="button"
        className={classNames(controls.button, controls.large, stopObstacle === null && styles.stop)}
        aria-disabled={stopObstacle !== null}
        aria-describedby={stopHintId}
        onClick={stop}
      >
        {TEXTS.program.stop}
      </button>
      <p id={goLiveHintId} className={goLiveObstacle === null ? styles.hint : 'only-read'}>
        {goLiveObstacle ?? hint}
      </p>
      <p id={stopHintId} className="only-read">
        {stopObstacle}
      </p>
    </div>
  );
}
