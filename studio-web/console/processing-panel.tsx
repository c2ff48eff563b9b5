/** All that a strip does to its sound, stage by stage, with the presets above. */
import type { JSX } from 'react';
import { PROCESSING_RANGES, type ProcessingPatch, processingOf } from '#protocol/processing.ts';
import type { StripEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { useStudio } from '../store/use-studio.ts';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { DuckStage } from './duck-stage.tsx';
import { DynamicsLamps } from './dynamics-lamps.tsx';
import { Panel } from './panel.tsx';
import { ParameterRow } from './parameter-row.tsx';
import { ParameterRows } from './parameter-rows.tsx';
import styles from './processing-panel.module.css';
import { PRESET_CHANGES, presetOf } from './processing-preset.ts';
import { Stage } from './stage.tsx';

export function ProcessingPanel({
  id,
  strip,
  name,
  onClose,
}: {
  id: string;
  strip: StripEntry;
  /** Of whose strip it is, or of what. */
  name: string;
  onClose: () => void;
}): JSX.Element {
  const studio = useStudio();
  const stripId = strip.id;
  const processing = processingOf(strip.processing);
  const preset = presetOf(processing);
  const change = (patch: ProcessingPatch): Promise<unknown> =>
    studio.run('strip.setProcessing', { stripId, change: patch });

  const { highPass, gate, compressor, autoLevel, duck } = processing;
  return (
    <Panel
      id={id}
      name={CONSOLE_TEXTS.processing.of(name)}
      about={stripId}
      className={styles.panel}
      closeName={CONSOLE_TEXTS.processing.close}
      onClose={onClose}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{CONSOLE_TEXTS.processing.of(name)}</h2>
        <fieldset className={styles.presets} aria-label={CONSOLE_TEXTS.processing.presets}>
          <PresetButton
            name={CONSOLE_TEXTS.processing.presetNames.voice}
            isSet={preset === 'voice'}
            onPress={() => void change(PRESET_CHANGES.voice)}
          />
          <PresetButton
            name={CONSOLE_TEXTS.processing.presetNames.plain}
            isSet={preset === 'plain'}
            onPress={() => void change(PRESET_CHANGES.plain)}
          />
        </fieldset>
        <DynamicsLamps stripId={stripId} hasGate={gate.on} hasCompressor={compressor.on} />
      </header>
      <div className={styles.stages}>
        <div className={styles.column}>
          <Stage stage="highPass" isOn={highPass.on} onSwitch={(on) => change({ highPass: { on } })}>
            <ParameterRow
              name="frequencyHz"
              unit="Hz"
              range={PROCESSING_RANGES.highPass.frequencyHz}
              value={highPass.frequencyHz}
              onMove={(frequencyHz) => change({ highPass: { frequencyHz } })}
            />
            <SlopeRow
              value={highPass.slopeDbPerOctave}
              onChoose={(slopeDbPerOctave) => change({ highPass: { slopeDbPerOctave } })}
            />
          </Stage>
          <Stage stage="autoLevel" isOn={autoLevel.on} onSwitch={(on) => change({ autoLevel: { on } })}>
            <ParameterRow
              name="rangeDb"
              unit="dB"
              range={PROCESSING_RANGES.autoLevel.rangeDb}
              value={autoLevel.rangeDb}
              onMove={(rangeDb) => change({ autoLevel: { rangeDb } })}
            />
          </Stage>
        </div>
        <Stage stage="gate" isOn={gate.on} onSwitch={(on) => change({ gate: { on } })}>
          <ParameterRows
            rows={GATE_ROWS}
            ranges={PROCESSING_RANGES.gate}
            values={gate}
            onMove={(name, value) => change({ gate: { [name]: value } })}
          />
        </Stage>
        <Stage stage="compressor" isOn={compressor.on} onSwitch={(on) => change({ compressor: { on } })}>
          <ParameterRows
            rows={COMPRESSOR_ROWS}
            ranges={PROCESSING_RANGES.compressor}
            values={compressor}
            onMove={(name, value) => change({ compressor: { [name]: value } })}
          />
        </Stage>
        <DuckStage stripId={stripId} duck={duck} />
      </div>
    </Panel>
  );
}

const GATE_ROWS = [
  { name: 'thresholdDb', unit: 'dB' },
  { name: 'rangeDb', unit: 'dB' },
  { name: 'hysteresisDb', unit: 'dB' },
  { name: 'attackMs', unit: 'ms' },
  { name: 'holdMs', unit: 'ms' },
  { name: 'releaseMs', unit: 'ms' },
] as const;

const COMPRESSOR_ROWS = [
  { name: 'thresholdDb', unit: 'dB' },
  { name: 'ratio', unit: ': 1' },
  { name: 'kneeDb', unit: 'dB' },
  { name: 'attackMs', unit: 'ms' },
  { name: 'releaseMs', unit: 'ms' },
  { name: 'makeUpDb', unit: 'dB' },
] as const;

function PresetButton({
  name,
  isSet,
  onPress,
}: {
  name: string;
  isSet: boolean;
  onPress: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      className={classNames(styles.preset, isSet && styles.isSet)}
      aria-pressed={isSet}
      onClick={onPress}
    >
      {name}
    </button>
  );
}

function SlopeRow({ value, onChoose }: { value: 12 | 24; onChoose: (value: 12 | 24) => void }): JSX.Element {
  return (
    <fieldset className={styles.slopes} aria-label={CONSOLE_TEXTS.processing.slopes}>
      {([12, 24] as const).map((slope) => (
        <button
          key={slope}
          type="button"
          className={classNames(styles.slope, slope === value && styles.isSet)}
          aria-pressed={slope === value}
          onClick={() => onChoose(slope)}
        >
          {CONSOLE_TEXTS.processing.slope(slope)}
        </button>
      ))}
    </fieldset>
  );
}
