/** Held down, it lets one speak to some people off the air; with the keyboard, Space or Enter is held. */
import { type JSX, type KeyboardEvent, useEffect } from 'react';
import type { TalkbackTarget } from '#protocol/people.ts';
import { classNames } from '../parts/class-names.ts';
import { TalkIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import styles from './talk-button.module.css';

export type TalkButtonProps = {
  readonly to: TalkbackTarget;
  readonly name: string;
  readonly text: string;
  readonly className?: string | undefined;
};

export function TalkButton({ to, name, text, className }: TalkButtonProps): JSX.Element {
  const studio = useStudio();
  const target = useStudioState((state) => state.talkingTo);
  const isHeld = target !== null && isSameTarget(target, to);

  // The key may come up where this page cannot see it: in another window, or after the button is gone.
  useEffect(() => {
    if (!isHeld) return;
    const release = (): void => studio.releaseTalkback();
    window.addEventListener('blur', release);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    return () => {
      window.removeEventListener('blur', release);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
      release();
    };
  }, [isHeld, studio]);

  const isHoldKey = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';

  return (
    <button
      type="button"
      className={classNames(styles.talk, isHeld && styles.held, className)}
      aria-label={name}
      aria-pressed={isHeld}
      title={name}
      onPointerDown={(event) => {
        if (event.button === 0) studio.holdTalkback(to);
      }}
      onKeyDown={(event) => {
        if (!isHoldKey(event)) return;
        event.preventDefault();
        if (!event.repeat) studio.holdTalkback(to);
      }}
      onKeyUp={(event) => {
        if (isHoldKey(event)) studio.releaseTalkback();
      }}
      onBlur={() => studio.releaseTalkback()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <TalkIcon />
      {text}
    </button>
  );
}

function isSameTarget(one: TalkbackTarget, other: TalkbackTarget): boolean {
  if (one.kind === 'offAir' || other.kind === 'offAir') return one.kind === other.kind;
  return one.participantId === other.participantId;
}
