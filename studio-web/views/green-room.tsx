/** The green room: picture, sound, name, and the way in. Works without a microphone and without a camera too. */
import { type FormEvent, type JSX, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import type { Role } from '#protocol/state.ts';
import type { MicrophoneState } from '../media/microphone.ts';
import type { Preferences } from '../media/preferences.ts';
import { classNames } from '../parts/class-names.ts';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { errorSentence } from '../texts/error-texts.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './green-room.module.css';
import { HeadphonesSwitch } from './headphones-switch.tsx';
import { isInAppBrowser } from './in-app-browser.ts';
import { MicrophoneCheck } from './microphone-check.tsx';
import { NetworkCheck } from './network-check.tsx';
import { PageHead } from './page-head.tsx';
import { SelfPreview } from './self-preview.tsx';
import { ShortcutKeys } from './shortcut-keys.tsx';
import { SoundSettings } from './sound-settings.tsx';
import { SpeakerChoice } from './speaker-choice.tsx';
import { VoiceSample } from './voice-sample.tsx';

export type GreenRoomProps = {
  readonly preferences: Preferences;
  readonly showName: string;
  readonly ownRole: Role;
};

export function GreenRoom({ preferences, showName, ownRole }: GreenRoomProps): JSX.Element {
  const studio = useStudio();
  const phase = useStudioState((state) => state.phase);
  const [name, setName] = useState(preferences.values.name);
  const [isNameMissing, setNameMissing] = useState(false);
  // Whoever was here before is told what he enters with; one click is enough for him.
  const [isReturning] = useState(name !== '');
  const nameId = useId();
  const nameProblemId = useId();
  const nameRef = useFocusWhenEmpty();
  const isEntering = phase.kind === 'entering' || phase.kind === 'in';

  const enter = (event: FormEvent): void => {
    event.preventDefault();
    const trimmed = name.trim();
    setNameMissing(trimmed === '');
    if (trimmed === '') document.getElementById(nameId)?.focus();
    if (trimmed === '' || isEntering) return;
    preferences.change({ name: trimmed });
    studio.enter(trimmed);
  };

  return (
    <div className={styles.page}>
      <PageHead />
      <ShortcutKeys />
      <main className={styles.middle}>
        <form className={styles.card} onSubmit={enter} noValidate>
          <div className={styles.lead}>
            <h1 className={styles.heading}>{TEXTS.greenRoom.heading}</h1>
            <p className={styles.about}>
              {ownRole === 'host' ? TEXTS.greenRoom.hostLead(showName) : TEXTS.greenRoom.guestLead(showName)}
            </p>
          </div>
          <div className={styles.name}>
            <label className={controls.label} htmlFor={nameId}>
              {TEXTS.greenRoom.name}
            </label>
            <input
              ref={nameRef}
              id={nameId}
              type="text"
              className={controls.field}
              autoComplete="name"
              maxLength={NAME_MAX_LENGTH}
              value={name}
              aria-invalid={isNameMissing}
              aria-describedby={isNameMissing ? nameProblemId : undefined}
              onChange={(event) => {
                setName(event.currentTarget.value);
                setNameMissing(false);
              }}
            />
            {isNameMissing && (
              <p id={nameProblemId} className={styles.missing} role="alert">
                {TEXTS.greenRoom.nameMissing}
              </p>
            )}
          </div>
          <div className={styles.picture}>
            <SelfPreview name={name} />
            <VoiceSample />
            <NetworkCheck ownRole={ownRole} />
          </div>
          <div className={styles.sound}>
            <MicrophoneCheck />
            <SpeakerChoice />
            <HeadphonesSwitch />
            <SoundSettings />
          </div>
          <div className={styles.enter}>
            {isInAppBrowser(navigator.userAgent) && (
              <p className={controls.problem}>{TEXTS.greenRoom.inApp}</p>
            )}
            <EntryProblem />
            <button
              type="submit"
              className={classNames(controls.button, controls.primary, controls.large, styles.wide)}
              aria-disabled={isEntering}
            >
              {isEntering ? TEXTS.greenRoom.entering : TEXTS.greenRoom.enter}
            </button>
            <EnterHint ownRole={ownRole} name={isReturning ? name : null} />
          </div>
        </form>
      </main>
    </div>
  );
}

/** Whoever has to write his name first can do so at once. Not on phones, where the keyboard would cover the page. */
function useFocusWhenEmpty(): RefObject<HTMLInputElement | null> {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current?.value === '' && window.matchMedia('(pointer: fine)').matches) ref.current.focus();
  }, []);
  return ref;
}

/** What entering now means. `name` is that of somebody who was here before. */
function EnterHint({ ownRole, name }: { ownRole: Role; name: string | null }): JSX.Element {
  const { microphone } = useStudio();
  const state = useMicrophone(microphone);
  const isWithout = state.phase === 'unasked' || state.phase === 'off';
  return (
    <p className={styles.hint}>
      {name !== null && state.phase === 'on' && TEXTS.greenRoom.sameAgain(settingsWords(name, state))}
      {isWithout && TEXTS.greenRoom.withoutMicrophone}{' '}
      {!isWithout && (ownRole === 'guest' ? TEXTS.greenRoom.guestPromise : TEXTS.greenRoom.hostPromise)}
    </p>
  );
}

function settingsWords(name: string, { current, settings }: MicrophoneState): string {
  const words = [name, current?.label ?? null];
  if (settings.music) words.push(TEXTS.greenRoom.music);
  else if (settings.headphones) words.push(TEXTS.greenRoom.withHeadphones);
  return words.filter((word) => word !== null && word !== '').join(', ');
}

/** Why the last try did not lead into the room, or that the server does not answer. */
function EntryProblem(): JSX.Element | null {
  const phase = useStudioState((state) => state.phase);
  if (phase.kind === 'entering' && phase.attempt > 1) {
    return (
      <p className={controls.problem} role="alert">
        {TEXTS.greenRoom.unanswered(phase.attempt)}
      </p>
    );
  }
  if (phase.kind !== 'ended' || phase.code === 'left') return null;
  return (
    <p className={controls.problem} role="alert">
      {errorSentence(phase.code)}
    </p>
  );
}
