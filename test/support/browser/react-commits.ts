/** How often React changed a page, by the hook that its developer tools use. */
import type { Page } from 'playwright-core';

/** To be called before the page is opened. */
export async function countCommits(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const hook = {
      supportsFiber: true,
      commits: 0,
      inject: () => 1,
      checkDCE: () => {},
      onCommitFiberUnmount: () => {},
      onCommitFiberRoot: () => {
        hook.commits += 1;
      },
    };
    Reflect.set(window, '__REACT_DEVTOOLS_GLOBAL_HOOK__', hook);
    Reflect.set(window, 'countCommits', () => hook.commits);
  });
  return async () => Number(await page.evaluate('window.countCommits()'));
}
