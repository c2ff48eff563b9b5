/** A switch with its name and a sentence about it. */
import { type JSX, useId } from 'react';
import controls from '../styles/controls.module.css';

export type SwitchProps = {
  readonly name: string;
  readonly about?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
};

export function Switch({ name, about, checked, disabled = false, onChange }: SwitchProps): JSX.Element {
  const aboutId = useId();
  return (
    <label className={controls.switch}>
      <input
        type="checkbox"
        aria-label={name}
        aria-describedby={about === undefined ? undefined : aboutId}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {name}
        {about !== undefined && (
          <span id={aboutId} className={controls.switchAbout}>
            {about}
          </span>
        )}
      </span>
    </label>
  );
}
