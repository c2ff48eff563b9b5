/** Which camera is used, where there is a choice. */
import { type JSX, useId } from 'react';
import { classNames } from '../parts/class-names.ts';
import { useDevice } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';

export function CameraChoice(): JSX.Element | null {
  const { camera } = useStudio();
  const { phase, devices, current } = useDevice(camera);
  const selectId = useId();
  if (phase !== 'on' || devices.length < 2) return null;
  return (
    <div>
      <label className={controls.label} htmlFor={selectId}>
        {TEXTS.greenRoom.camera}
      </label>
      <select
        id={selectId}
        className={classNames(controls.field, controls.select)}
        value={current?.deviceId ?? ''}
        onChange={(event) => void camera.choose(event.currentTarget.value)}
      >
        {devices.map((device) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label}
          </option>
        ))}
      </select>
    </div>
  );
}
