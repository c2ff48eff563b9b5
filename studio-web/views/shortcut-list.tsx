/** What each key does, by where it does it. */
import type { JSX } from 'react';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './shortcut-list.module.css';

export function ShortcutList(): JSX.Element {
  return (
    <>
      {groups().map(({ name, keys }) => (
        <section key={name} aria-label={name}>
          <h3 className={controls.caption}>{name}</h3>
          <dl className={styles.keys}>
            {keys.map(([pressed, meaning]) => (
              <div key={meaning} className={styles.row}>
                <dt>{meaning}</dt>
                <dd>
                  {pressed.map((key) => (
                    <kbd key={key} className={styles.key}>
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className={controls.hint}>{TEXTS.shortcuts.letters}</p>
    </>
  );
}

type Group = { readonly name: string; readonly keys: readonly (readonly [readonly string[], string])[] };

function groups(): readonly Group[] {
  const words = TEXTS.shortcuts;
  const command = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : words.control;
  return [
    {
      name: words.everywhere,
      keys: [
        [[command, 'D'], words.mute],
        [[command, 'E'], words.camera],
        [['V'], words.talk],
        [['F2'], words.toolbar],
        [[command, words.shift, 'L'], words.broadcast],
        [['?'], words.sheet],
      ],
    },
    {
      name: words.console,
      keys: [
        [['1', '…', '9'], words.strip],
        [['↑', '↓'], words.fine],
        [[words.pageUp, words.pageDown], words.coarse],
        [['O'], words.on],
        [['M'], words.stripMute],
        [['C'], words.cue],
        [['T'], words.talkback],
      ],
    },
    {
      name: TEXTS.soundboard.heading,
      keys: [
        [['Q', '…', 'N'], words.pad],
        [[words.shift, 'Q', '…', 'N'], words.padStop],
      ],
    },
  ];
}
