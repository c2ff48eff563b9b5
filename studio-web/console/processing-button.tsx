/** Opens the processing of a strip, and tells at a glance what it is set to and what gate and compressor do. */
import type { JSX } from 'react';
import { processingOf } from '#protocol/processing.ts';
import type { StripEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { DynamicsLamps } from './dynamics-lamps.tsx';
import styles from './processing-button.module.css';
import { presetOf } from './processing-preset.ts';

export type ProcessingButtonProps = {
  readonly strip: StripEntry;
  readonly isOpen: boolean;
  readonly panelId: string;
  readonly buttonId: string;
  readonly toggle: () => void;
};

export function ProcessingButton({
  strip,
  isOpen,
  panelId,
  buttonId,
  toggle,
}: ProcessingButtonProps): JSX.Element {
  const processing = processingOf(strip.processing);
  const texts = CONSOLE_TEXTS.processing;
  const setting = processing.duck.on ? texts.ducks : texts.presetNames[presetOf(processing)];
  return (
    <button
      id={buttonId}
      type="button"
      className={classNames(styles.button, isOpen && styles.open)}
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      aria-label={texts.button(setting)}
      title={texts.button(setting)}
      onClick={toggle}
    >
      <span className={styles.name}>{setting}</span>
      <DynamicsLamps
        stripId={strip.id}
        hasGate={processing.gate.on}
        hasCompressor={processing.compressor.on}
      />
    </button>
  );
}
