/** What the listener page knows about the show. Pure. */
import type { Phase } from '#protocol/state.ts';

export type ShowNews = {
  readonly phase: Phase;
  readonly title: string;
  readonly listeners: number;
  readonly onAirSinceMs: number | null;
  /** The titles that went on air last, newest first; the first is the one of now while the show is live. */
  readonly history: readonly PlayedTitle[];
};

export type PlayedTitle = { readonly title: string; readonly atMs: number };

const PHASES: readonly string[] = ['off', 'starting', 'live', 'recovering', 'stopping', 'failed'];

/** Reads what the server sent; null when it makes no sense. */
export function parseShowNews(text: string): ShowNews | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const phase = 'phase' in value ? value.phase : null;
    if (!isPhase(phase)) return null;
    return {
      phase,
      title: 'title' in value && typeof value.title === 'string' ? value.title : '',
      onAirSinceMs:
        'onAirSinceMs' in value && typeof value.onAirSinceMs === 'number' ? value.onAirSinceMs : null,
      history: 'history' in value && Array.isArray(value.history) ? value.history.filter(isPlayed) : [],
      listeners: 'listeners' in value && typeof value.listeners === 'number' ? value.listeners : 0,
    };
  } catch {
    return null;
  }
}

function isPhase(value: unknown): value is Phase {
  return typeof value === 'string' && PHASES.includes(value);
}

function isPlayed(value: unknown): value is PlayedTitle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    typeof value.title === 'string' &&
    'atMs' in value &&
    typeof value.atMs === 'number'
  );
}
