/** Which titles are over. Pure. */
import type { ShowNews } from './show-news.ts';

/** Titles that are over: while the show is live the newest one is still playing. */
export function pastTitles({ phase, history, title }: ShowNews): ShowNews['history'] {
  const isPlaying = phase === 'live' || phase === 'recovering' || phase === 'starting';
  return isPlaying && history[0]?.title === title ? history.slice(1) : history;
}
