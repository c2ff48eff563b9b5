/** The head of the studio: show, lamp with clock, people, and for hosts the way to invite. */
import type { JSX, RefObject } from 'react';
import { PeopleIcon, PersonAddIcon } from '../parts/icons.tsx';
import { useFocusOnShow } from '../parts/use-focus-on-show.ts';
import { useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { Banners } from './banners.tsx';
import { Brand } from './brand.tsx';
import { HeadphonesSwitch } from './headphones-switch.tsx';
import { OnAirLamp } from './on-air-lamp.tsx';
import { SettingsButton } from './settings-button.tsx';
import { SoundSettings } from './sound-settings.tsx';
import { SpeakerChoice } from './speaker-choice.tsx';
import styles from './studio-header.module.css';

export type StudioHeaderProps = {
  readonly invite: {
    readonly isOpen: boolean;
    readonly panelId: string;
    readonly toggle: () => void;
    readonly buttonRef: RefObject<HTMLButtonElement | null>;
  } | null;
};

export function StudioHeader({ invite }: StudioHeaderProps): JSX.Element {
  const headingRef = useFocusOnShow<HTMLHeadingElement>();
  const showName = useStudioState((state) => state.room?.show.name ?? '');
  const count = useStudioState((state) => Object.keys(state.room?.participants ?? {}).length);
  return (
    <header className={styles.header}>
      <div className={styles.row}>
        <div className={styles.names}>
          <Brand />
          <h1 ref={headingRef} tabIndex={-1} className={styles.show}>
            {showName}
          </h1>
        </div>
        <OnAirLamp />
        <div className={styles.side}>
          <span className={styles.people}>
            <PeopleIcon />
            {TEXTS.person.count(count)}
          </span>
          {invite !== null && (
            <button
              ref={invite.buttonRef}
              type="button"
              className={controls.button}
              aria-expanded={invite.isOpen}
              aria-controls={invite.isOpen ? invite.panelId : undefined}
              onClick={invite.toggle}
            >
              <PersonAddIcon />
              {TEXTS.invite.open}
            </button>
          )}
          <SettingsButton>
            <SpeakerChoice />
            <HeadphonesSwitch />
            <SoundSettings />
          </SettingsButton>
        </div>
      </div>
      <Banners />
    </header>
  );
}
