/** A browser that has never been here: it must be asked for the microphone, and what a person does in it is counted. */
import type { Page } from 'playwright-core';

export type Effort = {
  /** Clicks of a pointer, and keys that click. */
  clicks(): Promise<number>;
  /** Questions for a device that the browser put to the person. */
  questions(): Promise<number>;
};

/**
 * Counts on `page` from now on, over all its documents. With `asks` the microphone has to be asked for first; the question is answered with
 * yes. Without it the browser remembers that it was allowed.
 */
export async function countEffort(page: Page, { asks }: { asks: boolean }): Promise<Effort> {
  const counts = { clicks: 0, questions: 0 };
  await page.exposeFunction('countClick', () => {
    counts.clicks += 1;
  });
  await page.exposeFunction('countQuestion', () => {
    counts.questions += 1;
  });
  await page.addInitScript((isAsking) => {
    const tell = (name: string): void => {
      const count: unknown = Reflect.get(window, name);
      if (typeof count === 'function') count();
    };
    document.addEventListener('click', (event) => event.isTrusted && tell('countClick'), true);
    if (!isAsking) return;
    let state: PermissionState = 'prompt';
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) => {
      if (state === 'prompt') tell('countQuestion');
      state = 'granted';
      return ask(constraints);
    };
    const query = navigator.permissions.query.bind(navigator.permissions);
    navigator.permissions.query = async (descriptor) => {
      const status = await query(descriptor);
      Object.defineProperty(status, 'state', { get: () => state });
      return status;
    };
  }, asks);
  return { clicks: async () => counts.clicks, questions: async () => counts.questions };
}
