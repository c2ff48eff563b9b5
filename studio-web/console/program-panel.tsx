/** Everything about the program on one panel: status, buttons, meter, loudness, title, addresses. For hosts. */
import { type JSX, useMemo } from 'react';
import type { RoomState } from '#protocol/state.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { BroadcastStatus } from './broadcast-status.tsx';
import { LoudnessReadout } from './loudness-readout.tsx';
import { Meter } from './meter.tsx';
import { MeterLabels } from './meter-labels.tsx';
import { MountList } from './mount-list.tsx';
import { PanicButton } from './panic-button.tsx';
import { ProgramButtons } from './program-buttons.tsx';
import styles from './program-panel.module.css';
import { TitleField } from './title-field.tsx';

export function ProgramPanel({ room }: { room: RoomState }): JSX.Element {
  const studio = useStudio();
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const sources = useMemo(() => [() => studio.levels.program(0), () => studio.levels.program(1)], [studio]);
  return (
    <section className={styles.panel}>
      <fieldset className={styles.inside} disabled={isFrozen} aria-label={TEXTS.program.heading}>
        <div className={styles.part}>
          <BroadcastStatus program={room.program} />
          <ProgramButtons program={room.program} />
          <PanicButton program={room.program} />
          <TitleField serverTitle={room.program.title} />
        </div>
        <div className={styles.part}>
          <div>
            <h2 className={controls.caption}>{TEXTS.program.level}</h2>
            <div className={styles.level}>
              <div className={styles.sides} aria-hidden="true">
                <span>L</span>
                <span>R</span>
              </div>
              <Meter name={TEXTS.program.level} sources={sources} className={styles.meter} showsClip />
              <MeterLabels />
            </div>
          </div>
          <LoudnessReadout targetLufs={room.console.targetLufs} />
          <MountList mounts={room.program.mounts} show={room.show} />
        </div>
      </fieldset>
    </section>
  );
}
