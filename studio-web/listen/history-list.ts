/** The titles that were played before the one of now, with the time of each. */
import type { ShowNews } from './show-news.ts';

/** Draws them into `list`; writes nothing when nothing has changed. */
export function drawHistory(
  list: HTMLElement,
  titles: ShowNews['history'],
  timeOf: (atMs: number) => string,
): void {
  const signature = titles.map(({ title, atMs }) => `${atMs} ${title}`).join('\n');
  if (list.dataset.shown === signature) return;
  list.dataset.shown = signature;
  list.replaceChildren(
    ...titles.map(({ title, atMs }) => {
      const time = document.createElement('time');
      time.dateTime = new Date(atMs).toISOString();
      time.textContent = timeOf(atMs);
      const name = document.createElement('span');
      name.textContent = title;
      const item = document.createElement('li');
      item.append(time, name);
      return item;
    }),
  );
}
