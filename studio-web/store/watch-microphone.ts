/** Joins the watch over the own microphone with this page: where it looks, and what makes it look at once. */
import type { ParticipantId } from '#protocol/ids.ts';
import type { StudioConnection } from '../connection/studio-connection.ts';
import type { AudioGraph } from '../media/audio-graph.ts';
import { SILENT } from '../media/level-measure.ts';
import type { Microphone } from '../media/microphone.ts';
import type { LevelHub } from './level-hub.ts';
import { MicrophoneWatch } from './microphone-watch.ts';
import type { StudioStore } from './studio-state.ts';

/** A finger and nothing finer: a phone or a tablet. */
const PHONE = '(pointer: coarse) and (hover: none)';

export function watchMicrophone(
  page: Window,
  options: {
    readonly store: StudioStore;
    readonly levels: LevelHub;
    readonly microphone: Microphone;
    readonly graph: AudioGraph;
    readonly call: StudioConnection['call'];
  },
): MicrophoneWatch {
  const { store, levels, microphone, graph, call } = options;
  const ownId = (): ParticipantId | null => store.getState().you?.participantId ?? null;
  return new MicrophoneWatch({
    look: () => ({
      isOpen: microphone.track !== null,
      isShut: microphone.track?.enabled === false,
      isInterrupted: microphone.state.interrupted || graph.interrupted,
      isHidden: page.document.hidden,
      isPhone: page.matchMedia(PHONE).matches,
      isMeasured: graph.running,
    }),
    // A phone may stop the page right after, so nothing waits for the next look.
    follow: (lookNow) => {
      const stop = microphone.onChange(lookNow);
      page.document.addEventListener('visibilitychange', lookNow);
      return () => {
        stop();
        page.document.removeEventListener('visibilitychange', lookNow);
      };
    },
    read: () => {
      const id = ownId();
      return id === null ? SILENT : levels.local(id);
    },
    tell: (trouble) => call('microphone.report', { trouble }),
    reopen: () => void microphone.open(),
    nowMs: () => performance.now(),
  });
}
