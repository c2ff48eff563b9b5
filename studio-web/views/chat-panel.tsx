/** What the room writes to each other. New messages are spoken by the announcer, so the list itself is silent. */
import { type FormEvent, type JSX, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { CHAT_TEXT_MAX_LENGTH } from '#protocol/limits.ts';
import type { ChatEntry } from '#protocol/people.ts';
import type { RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { LinkedText } from '../parts/linked-text.tsx';
import { lastNumber } from '../store/unread.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { timeText } from '../texts/numbers.ts';
import { roleWord } from '../texts/role-word.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './chat-panel.module.css';

/** From here on it is said how much place is left. */
const LEFT_SHOWN_FROM = 60;

export function ChatPanel({ room }: { room: RoomState }): JSX.Element {
  const studio = useStudio();
  const listRef = useRef<HTMLUListElement>(null);
  const messages = Object.values(room.chat);
  const last = lastNumber(room);

  useEffect(() => {
    studio.seeMessages(last);
    const list = listRef.current;
    if (list !== null) list.scrollTop = list.scrollHeight;
  }, [studio, last]);

  return (
    <div className={styles.panel}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable with the keyboard. */}
      <ul ref={listRef} className={styles.messages} aria-label={TEXTS.people.chat.log} tabIndex={0}>
        {messages.length === 0 && <li className={styles.empty}>{TEXTS.people.chat.empty}</li>}
        {messages.map((message) => (
          <Message key={message.number} message={message} />
        ))}
      </ul>
      <Composer />
    </div>
  );
}

function Message({ message }: { message: ChatEntry }): JSX.Element {
  const isOwn = useStudioState((state) => state.you?.participantId === message.participantId);
  return (
    <li className={classNames(styles.message, isOwn && styles.own)}>
      <p className={styles.from}>
        <strong>{message.name}</strong>
        <span>
          {roleWord(message.role)}, <time>{timeText(message.atMs)}</time>
        </span>
      </p>
      <p className={styles.text}>
        <LinkedText text={message.text} />
      </p>
    </li>
  );
}

function Composer(): JSX.Element {
  const studio = useStudio();
  const [text, setText] = useState('');
  const fieldId = useId();
  const leftId = useId();
  const { chat } = TEXTS.people;
  const left = CHAT_TEXT_MAX_LENGTH - text.length;

  const send = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (text.trim() === '') return;
    const sent = text;
    setText('');
    const done = await studio.send(sent);
    if (!done) setText((now) => (now === '' ? sent : now));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form className={styles.composer} onSubmit={(event) => void send(event)}>
      <label className="only-read" htmlFor={fieldId}>
        {chat.message}
      </label>
      <textarea
        id={fieldId}
        className={classNames(controls.field, styles.field)}
        rows={2}
        maxLength={CHAT_TEXT_MAX_LENGTH}
        placeholder={chat.placeholder}
        aria-describedby={left <= LEFT_SHOWN_FROM ? leftId : undefined}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.foot}>
        <span id={leftId} className={controls.hint}>
          {left <= LEFT_SHOWN_FROM && chat.left(left)}
        </span>
        <button
          type="submit"
          className={classNames(controls.button, controls.primary)}
          aria-disabled={text.trim() === ''}
        >
          {chat.send}
        </button>
      </div>
    </form>
  );
}
