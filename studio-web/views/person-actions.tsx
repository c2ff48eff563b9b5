/** What somebody at the console can do about one person. */
import { type FormEvent, type JSX, useId, useState } from 'react';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import type { PictureSource } from '#protocol/media.ts';
import { role as roleSchema, runsConsole } from '#protocol/people.ts';
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';
import { RemoveButton } from '../console/remove-button.tsx';
import { TalkButton } from '../console/talk-button.tsx';
import { classNames } from '../parts/class-names.ts';
import { stripOf } from '../store/person-status.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { roleWord } from '../texts/role-word.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './person-actions.module.css';

export type PersonActionsProps = {
  readonly id: string;
  readonly person: ParticipantEntry;
  readonly room: RoomState;
  readonly onDone: () => void;
};

export function PersonActions({ id, person, room, onDone }: PersonActionsProps): JSX.Element {
  const studio = useStudio();
  const isYou = useStudioState((state) => state.you?.participantId === person.id);
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const strip = stripOf(room, person.id);
  const { actions, talkback } = TEXTS.people;
  const participantId = person.id;
  return (
    <fieldset id={id} className={styles.actions} disabled={isFrozen}>
      <Rename person={person} onDone={onDone} />
      <RoleSelect person={person} isYou={isYou} />
      <div className={styles.row}>
        {strip !== undefined && (
          <button
            type="button"
            className={controls.button}
            onClick={() => void studio.run('strip.setOn', { stripId: strip.id, on: !strip.on })}
          >
            {strip.on ? actions.backstage : actions.toAir}
          </button>
        )}
        {!isYou && (
          <>
            <button
              type="button"
              className={controls.button}
              onClick={() =>
                void studio.run('participant.setMuted', { participantId, muted: !person.mutedByHost })
              }
            >
              {person.mutedByHost ? actions.release : actions.mute}
            </button>
            <TalkButton
              to={{ kind: 'person', participantId }}
              name={talkback.one(person.name)}
              text={talkback.short}
              className={styles.talk}
            />
            <StopPictures person={person} />
            <RemoveButton participantId={participantId} />
          </>
        )}
      </div>
    </fieldset>
  );
}

function StopPictures({ person }: { person: ParticipantEntry }): JSX.Element {
  const studio = useStudio();
  const stop = (source: PictureSource): void =>
    void studio.run('participant.stopPicture', { participantId: person.id, source });
  return (
    <>
      {person.camera !== null && (
        <button type="button" className={controls.button} onClick={() => stop('camera')}>
          {TEXTS.pictures.stopCamera}
        </button>
      )}
      {person.screen !== null && (
        <button type="button" className={controls.button} onClick={() => stop('screen')}>
          {TEXTS.pictures.stopScreen}
        </button>
      )}
    </>
  );
}

function Rename({ person, onDone }: { person: ParticipantEntry; onDone: () => void }): JSX.Element {
  const studio = useStudio();
  const [name, setName] = useState(person.name);
  const fieldId = useId();
  const { actions } = TEXTS.people;

  const rename = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await studio.run('participant.setName', { participantId: person.id, name });
    onDone();
  };

  return (
    <form onSubmit={(event) => void rename(event)}>
      <label className={controls.label} htmlFor={fieldId}>
        {actions.name}
      </label>
      <div className={styles.rename}>
        <input
          id={fieldId}
          type="text"
          className={controls.field}
          maxLength={NAME_MAX_LENGTH}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" className={controls.button} disabled={name.trim() === ''}>
          {actions.rename}
        </button>
      </div>
    </form>
  );
}

/** Nobody makes a guest of himself: he could not take it back. */
function RoleSelect({ person, isYou }: { person: ParticipantEntry; isYou: boolean }): JSX.Element {
  const studio = useStudio();
  const roles = roleSchema.options.filter((role) => !isYou || runsConsole(role));
  const selectId = useId();
  return (
    <div>
      <label className={controls.label} htmlFor={selectId}>
        {TEXTS.people.actions.role}
      </label>
      <select
        id={selectId}
        className={classNames(controls.field, controls.select)}
        value={person.role}
        onChange={(event) => {
          const role = roleSchema.options.find((each) => each === event.currentTarget.value);
          if (role !== undefined) void studio.run('participant.setRole', { participantId: person.id, role });
        }}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {roleWord(role)}
          </option>
        ))}
      </select>
    </div>
  );
}
