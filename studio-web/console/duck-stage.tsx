/** How a strip makes room for speech: its switch, how far, and how fast. */
import type { JSX } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { PROCESSING_RANGES, type Processing, type ProcessingPatch } from '#protocol/processing.ts';
import { useStudio } from '../store/use-studio.ts';
import { ParameterRows } from './parameter-rows.tsx';
import { Stage } from './stage.tsx';

const ROWS = [
  { name: 'depthDb', unit: 'dB' },
  { name: 'attackMs', unit: 'ms' },
  { name: 'holdMs', unit: 'ms' },
  { name: 'releaseMs', unit: 'ms' },
] as const;

export function DuckStage({ stripId, duck }: { stripId: StripId; duck: Processing['duck'] }): JSX.Element {
  const studio = useStudio();
  const change = (patch: ProcessingPatch['duck']): Promise<unknown> =>
    studio.run('strip.setProcessing', { stripId, change: { duck: patch } });
  return (
    <Stage stage="duck" isOn={duck.on} onSwitch={(on) => change({ on })}>
      <ParameterRows
        rows={ROWS}
        ranges={PROCESSING_RANGES.duck}
        values={duck}
        onMove={(name, value) => change({ [name]: value })}
      />
    </Stage>
  );
}
