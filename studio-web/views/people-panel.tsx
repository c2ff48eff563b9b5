/** Everybody in the room, and for those at the console what they can do about them. */
import { type JSX, useId, useState } from 'react';
import { lobbyRule, runsConsole } from '#protocol/people.ts';
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { MoreIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { EndSession } from './end-session.tsx';
import { PersonActions } from './lazy-person-actions.ts';
import styles from './people-panel.module.css';
import { PersonLine, sortedPeople } from './person-line.tsx';

export function PeoplePanel({ room }: { room: RoomState }): JSX.Element {
  const isAtConsole = useStudioState((state) => runsConsole(state.you?.role ?? 'guest'));
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  return (
    <div className={styles.panel}>
      <ul className={styles.people} aria-label={TEXTS.person.heading}>
        {sortedPeople(room).map((person) => (
          <Person key={person.id} person={person} room={room} isAtConsole={isAtConsole} />
        ))}
      </ul>
      {isAtConsole && (
        <fieldset className={styles.all} disabled={isFrozen}>
          <MuteGuests room={room} />
          <LobbyRuleSelect room={room} />
          <EndSession />
        </fieldset>
      )}
    </div>
  );
}

type PersonProps = {
  readonly person: ParticipantEntry;
  readonly room: RoomState;
  readonly isAtConsole: boolean;
};

function Person({ person, room, isAtConsole }: PersonProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const actionsId = useId();
  return (
    <li className={styles.person}>
      <div className={styles.line}>
        <PersonLine person={person} room={room} />
        {isAtConsole && (
          <button
            type="button"
            className={classNames(controls.button, controls.quiet, controls.icon)}
            aria-label={TEXTS.people.actions.more(person.name)}
            title={TEXTS.people.actions.more(person.name)}
            aria-expanded={isOpen}
            aria-controls={isOpen ? actionsId : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <MoreIcon />
          </button>
        )}
      </div>
      {isOpen && isAtConsole && (
        <PersonActions id={actionsId} person={person} room={room} onDone={() => setOpen(false)} />
      )}
    </li>
  );
}

function MuteGuests({ room }: { room: RoomState }): JSX.Element | null {
  const studio = useStudio();
  const guests = Object.values(room.participants).filter(({ role }) => role === 'guest');
  if (guests.length === 0) return null;
  const muted = !guests.every(({ mutedByHost }) => mutedByHost);
  return (
    <button
      type="button"
      className={controls.button}
      onClick={() => void studio.run('participant.muteGuests', { muted })}
    >
      {muted ? TEXTS.people.actions.muteGuests : TEXTS.people.actions.releaseGuests}
    </button>
  );
}

export function LobbyRuleSelect({ room }: { room: RoomState }): JSX.Element {
  const studio = useStudio();
  const selectId = useId();
  const { lobby } = TEXTS.people;
  return (
    <div>
      <label className={controls.label} htmlFor={selectId}>
        {lobby.rule}
      </label>
      <select
        id={selectId}
        className={classNames(controls.field, controls.select)}
        value={room.show.lobby}
        onChange={(event) => {
          const rule = lobbyRule.options.find((each) => each === event.currentTarget.value);
          if (rule !== undefined) void studio.run('lobby.setRule', { rule });
        }}
      >
        {lobbyRule.options.map((rule) => (
          <option key={rule} value={rule}>
            {lobby.rules[rule]}
          </option>
        ))}
      </select>
    </div>
  );
}
