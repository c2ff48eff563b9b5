/** The switch for headphones, which decides whether the browser takes out echo. */
import type { JSX } from 'react';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import { Switch } from './switch.tsx';

export function HeadphonesSwitch(): JSX.Element {
  const { microphone } = useStudio();
  const { headphones } = useMicrophone(microphone).settings;
  return (
    <Switch
      name={TEXTS.greenRoom.headphones}
      about={headphones ? TEXTS.greenRoom.headphonesOn : TEXTS.greenRoom.headphonesOff}
      checked={headphones}
      onChange={(on) => void microphone.set({ headphones: on })}
    />
  );
}
