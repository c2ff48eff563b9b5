/** The green room: name, microphone, headphones, and the way in. Works without a microphone too. */
import { type FormEvent, type JSX, useId, useState } from 'react';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import type { Role } from '#protocol/state.ts';
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
import { PageHead } from './page-head.tsx';

export type GreenRoomProps = {
  readonly preferences: Preferences;
  readonly showName: string;
  readonly ownRole: Role;
};

export function GreenRoom({ preferences, showName, ownRole }: GreenRoomProps): JSX.Element {
  const studio = useStudio();
  const phase = useStudioState((state) => state.phase);
  const microphone = useMicrophone(studio.microphone);
  const [name, setName] = useState(preferences.values.name);
  const [isNameMissing, setNameMissing] = useState(false);
  const nameId = useId();
  const nameProblemId = useId();
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
    <main className={styles.page}>
      <PageHead />
      <form className={styles.card} onSubmit={enter} noValidate>
        <div className={styles.lead}>
          <h1 className={styles.heading}>{TEXTS.greenRoom.heading}</h1>
          <p className={controls.hint}>{leadFor(ownRole, showName)}</p>
        </div>
        <div>
          <label className={controls.label} htmlFor={nameId}>
            {TEXTS.greenRoom.name}
          </label>
          <input
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
        <MicrophoneCheck />
        <HeadphonesSwitch />
        {isInAppBrowser(navigator.userAgent) && <p className={controls.problem}>{TEXTS.greenRoom.inApp}</p>}
        <EntryProblem />
        <div className={styles.enter}>
          <button
            type="submit"
            className={classNames(controls.button, controls.primary, controls.large, styles.wide)}
            aria-disabled={isEntering}
          >
            {isEntering ? TEXTS.greenRoom.entering : TEXTS.greenRoom.enter}
          </button>
          <p className={controls.hint}>
            {microphone.phase === 'unasked' || microphone.phase === 'off'
              ? TEXTS.greenRoom.withoutMicrophone
              : ownRole === 'guest' && TEXTS.greenRoom.guestPromise}
          </p>
        </div>
      </form>
    </main>
  );
}

function leadFor(role: Role, show: string): string {
  if (role === 'producer') return TEXTS.people.links.lead(show);
  return role === 'host' ? TEXTS.greenRoom.hostLead(show) : TEXTS.greenRoom.guestLead(show);
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
