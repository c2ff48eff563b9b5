/** Asks whether headphones are worn: without them echo has to be taken out. */
import type { JSX } from 'react';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';

export function HeadphonesSwitch(): JSX.Element {
  const { microphone } = useStudio();
  const { headphones } = useMicrophone(microphone);
  return (
    <label className={controls.switch}>
      <input
        type="checkbox"
        checked={headphones}
        onChange={(event) => void microphone.setHeadphones(event.currentTarget.checked)}
      />
      <span>
        {TEXTS.greenRoom.headphones}
        <br />
        <span className={controls.hint}>
          {headphones ? TEXTS.greenRoom.headphonesOn : TEXTS.greenRoom.headphonesOff}
        </span>
      </span>
    </label>
  );
}
