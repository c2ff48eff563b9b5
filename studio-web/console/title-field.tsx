/** The title that listeners see: the own words while typing, the server's otherwise. Enter or leaving the field sends it. */
import { type JSX, useId, useState } from 'react';
import { TITLE_MAX_LENGTH } from '#protocol/limits.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';

export function TitleField({ serverTitle }: { serverTitle: string }): JSX.Element {
  const studio = useStudio();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);

  const send = async (): Promise<void> => {
    if (typed === null) return;
    if (typed.trim() !== serverTitle) await studio.run('program.setTitle', { title: typed });
    setTyped(null);
  };

  return (
    <div>
      <label className={controls.label} htmlFor={id}>
        {TEXTS.program.title}
      </label>
      <input
        id={id}
        type="text"
        className={controls.field}
        maxLength={TITLE_MAX_LENGTH}
        placeholder={TEXTS.program.titlePlaceholder}
        value={typed ?? serverTitle}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => void send()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void send();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
    </div>
  );
}
