/** The choice of a microphone. Before permission it holds one line that says so. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';

export type MicrophoneSelectProps = { readonly id?: string; readonly name?: string };

/** Named by a label that points to `id`, or else by `name`. */
export function MicrophoneSelect({ id, name }: MicrophoneSelectProps): JSX.Element {
  const { microphone } = useStudio();
  const { devices, current, phase } = useMicrophone(microphone);
  return (
    <select
      id={id}
      aria-label={name}
      className={classNames(controls.field, controls.select)}
      value={current?.deviceId ?? ''}
      disabled={devices.length === 0}
      aria-busy={phase === 'asking'}
      onChange={(event) => void microphone.choose(event.currentTarget.value)}
    >
      {current === null && <option value="">{TEXTS.greenRoom.noDevice}</option>}
      {devices.map((device) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label}
        </option>
      ))}
    </select>
  );
}
