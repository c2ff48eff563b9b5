/** Opens a browser for a row that listens with one. */
import { ListeningBrowser } from '../../test/support/browser/listening-browser.ts';
import { NotRunnable } from './not-runnable.ts';

/** As `ListeningBrowser.open`. Throws NotRunnable where there is no Chromium. */
export async function openListeningBrowser(launcher: readonly string[] = []): Promise<ListeningBrowser> {
  return ListeningBrowser.open(launcher).catch((error: unknown) => {
    const what = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new NotRunnable(`Chromium cannot be run (Debian: apt-get install chromium): ${what}`);
  });
}
