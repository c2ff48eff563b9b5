/** The own picture before anybody else sees it, mirrored, with the camera's switch on it. Entering does not need one. */
import { type JSX, useEffect, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CameraIcon, CameraOffIcon } from '../parts/icons.tsx';
import { useDevice } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CAMERA_PROBLEMS, TEXTS } from '../texts/texts.ts';
import { CameraChoice } from './camera-choice.tsx';
import styles from './self-preview.module.css';

export function SelfPreview({ name }: { name: string }): JSX.Element {
  const studio = useStudio();
  const { camera } = studio;
  const { phase, problem, current, missingLabel } = useDevice(camera);

  // Inside, the others see it; anywhere else nobody looks at it any more.
  useEffect(
    () => () => {
      if (!studio.isInside) camera.close();
    },
    [studio, camera],
  );

  return (
    <div className={styles.preview}>
      <div className={styles.tile}>
        {phase === 'on' ? <Mirror /> : <Blank name={name} isStarting={phase === 'asking'} />}
        <button
          type="button"
          className={classNames(controls.button, styles.toggle)}
          data-shortcut="camera"
          disabled={phase === 'asking'}
          onClick={() => {
            if (phase === 'on') camera.turnOff();
            else void camera.open();
          }}
        >
          {phase === 'on' ? <CameraOffIcon /> : <CameraIcon />}
          {phase === 'on' ? TEXTS.greenRoom.cameraOff : TEXTS.greenRoom.cameraOn}
        </button>
      </div>
      {problem !== null && (
        <p className={controls.problem} role="alert">
          {CAMERA_PROBLEMS[problem]}
        </p>
      )}
      {phase === 'on' && missingLabel !== null && (
        <p className={controls.problem} role="alert">
          {TEXTS.camera.gone(missingLabel, current?.label ?? TEXTS.camera.anyDevice)}
        </p>
      )}
      <CameraChoice />
    </div>
  );
}

function Mirror(): JSX.Element {
  const { camera } = useStudio();
  const { track } = camera;
  const videoRef = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = videoRef.current;
    if (video === null || track === null) return;
    video.srcObject = new MediaStream([track]);
    // The picture is muted, so no browser holds it back; one that is taken away meanwhile needs none.
    video.play().catch(() => {});
    return () => {
      video.srcObject = null;
    };
  }, [track]);

  return (
    <video ref={videoRef} className={styles.video} aria-label={TEXTS.greenRoom.picture} playsInline muted />
  );
}

function Blank({ name, isStarting }: { name: string; isStarting: boolean }): JSX.Element {
  return (
    <div className={styles.blank}>
      <span className={styles.initial} aria-hidden="true">
        {[...name.trim()][0]?.toUpperCase() ?? '?'}
      </span>
      <span>{isStarting ? TEXTS.greenRoom.cameraStarting : TEXTS.greenRoom.pictureOff}</span>
    </div>
  );
}
