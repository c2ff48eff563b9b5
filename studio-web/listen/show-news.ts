/** What the listener page knows about the show, and how it hears of changes: server-sent events, or asking again and again. */
import type { Phase } from '#protocol/state.ts';

export type ShowNews = {
  readonly phase: Phase;
  readonly title: string;
  readonly listeners: number;
  readonly showName: string;
};

const POLL_INTERVAL_MS = 10_000;
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
      listeners: 'listeners' in value && typeof value.listeners === 'number' ? value.listeners : 0,
      showName: 'showName' in value && typeof value.showName === 'string' ? value.showName : '',
    };
  } catch {
    return null;
  }
}

/** Follows a show for as long as the page is open. Events come back by themselves; while they do not, it asks. */
export function followShow(show: string, onNews: (news: ShowNews) => void): void {
  const take = (text: string): void => {
    const news = parseShowNews(text);
    if (news !== null) onNews(news);
  };
  const ask = async (): Promise<void> => {
    const response = await fetch(`/api/shows/${show}`).catch(() => null);
    if (response?.ok) take(await response.text());
  };
  const events = new EventSource(`/api/shows/${show}/events`);
  events.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') take(event.data);
  });
  setInterval(() => {
    if (events.readyState !== EventSource.OPEN) void ask();
  }, POLL_INTERVAL_MS);
  events.addEventListener('error', () => void ask());
}

function isPhase(value: unknown): value is Phase {
  return typeof value === 'string' && PHASES.includes(value);
}
