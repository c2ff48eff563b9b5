/** The soundboard inside the live path: files for the mixer, news of what plays, and the way of its sound to the room. */
import type { SoundId } from '#protocol/ids.ts';
import { Closable } from '../lifecycle.ts';
import type { OpusEncoder } from '../mixer/opus-encoder.ts';
import type { SoundDeck } from '../mixer/sounds/sound-deck.ts';
import type { LivePathReport } from '../program/live-path-port.ts';
import type { SoundCommand } from './messages.ts';
import { SoundFile } from './sound-file.ts';
import { SoundSender } from './sound-sender.ts';

export type SoundsOptions = {
  readonly deck: SoundDeck;
  readonly createEncoder: () => OpusEncoder;
  readonly send: (packet: Uint8Array) => void;
  readonly onReport: (report: Extract<LivePathReport, { kind: 'sounds' }>) => void;
  readonly onWarning: (warning: string) => void;
};

export class Sounds extends Closable {
  readonly #options: SoundsOptions;
  readonly #files = new Map<SoundId, SoundFile>();
  readonly #sender: SoundSender;
  #toldChanges = 0;

  constructor(options: SoundsOptions) {
    super();
    this.#options = options;
    this.#sender = new SoundSender(options);
  }

  obey(command: SoundCommand): void {
    const { deck, onWarning } = this.#options;
    switch (command.kind) {
      case 'putSound': {
        if (this.#files.has(command.id)) return;
        const file = this.own(new SoundFile({ file: command.file, onWarning }));
        this.#files.set(command.id, file);
        deck.put(command.id, file);
        return;
      }
      case 'dropSound':
        deck.drop(command.id);
        this.#files.get(command.id)?.close('dropped');
        this.#files.delete(command.id);
        return;
      case 'playSound':
        deck.play(command.id, command.play);
        return;
      case 'setSound':
        deck.set(command.id, command.play);
        return;
      case 'stopSound':
        deck.stop(command.id);
        return;
      case 'sendSounds':
        this.#sender.sendAs(command.as);
        return;
      default:
        command satisfies never;
    }
  }

  /** To be called after each tick of the mixer. */
  tick(): void {
    const { deck, onReport } = this.#options;
    this.#sender.tick(deck.sum);
    if (deck.changes === this.#toldChanges) return;
    this.#toldChanges = deck.changes;
    onReport({ kind: 'sounds', playing: deck.progress });
  }
}
