/** The switches of the own camera and of sharing the screen. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CameraIcon, CameraOffIcon, ScreenIcon } from '../parts/icons.tsx';
import { useDevice } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './picture-buttons.module.css';

export function PictureButtons(): JSX.Element {
  const { camera, pictures } = useStudio();
  const { screen } = pictures;
  const isSeen = useDevice(camera).phase === 'on';
  const isAsking = useDevice(camera).phase === 'asking';
  const isSharing = useDevice(screen).phase === 'on';
  return (
    <>
      <button
        type="button"
        className={classNames(controls.button, controls.large, styles.button, isSeen && styles.on)}
        data-shortcut="camera"
        aria-pressed={isSeen}
        aria-disabled={isAsking}
        aria-keyshortcuts="Control+E Meta+E"
        onClick={() => {
          if (isSeen) camera.turnOff();
          else if (!isAsking) void camera.open();
        }}
      >
        {isSeen ? <CameraIcon /> : <CameraOffIcon />}
        {TEXTS.pictures.camera}
      </button>
      {screen.isPossible && (
        <button
          type="button"
          className={classNames(
            controls.button,
            controls.large,
            styles.button,
            styles.screen,
            isSharing && styles.on,
          )}
          onClick={() => {
            if (isSharing) screen.stop();
            else void screen.share();
          }}
        >
          <ScreenIcon />
          {isSharing ? TEXTS.pictures.sharing : TEXTS.pictures.screen}
        </button>
      )}
    </>
  );
}
