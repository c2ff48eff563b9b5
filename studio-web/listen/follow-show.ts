/** How the listener page hears of changes: server-sent events, or asking again and again. */
import { parseShowNews, type ShowNews } from './show-news.ts';

const POLL_INTERVAL_MS = 10_000;

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
  events.addEventListener('show', (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') take(event.data);
  });
  setInterval(() => {
    if (events.readyState !== EventSource.OPEN) void ask();
  }, POLL_INTERVAL_MS);
  events.addEventListener('error', () => void ask());
}
