/** For rows with browsers: says that a row is not run where there is no Chromium. */
import { NotRunnable } from './not-runnable.ts';

/** What `opening` resolves with. Throws NotRunnable when the browser cannot be started. */
export async function needsChromium<T>(opening: Promise<T>): Promise<T> {
  return opening.catch((error: unknown) => {
    const what = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new NotRunnable(`Chromium cannot be run (Debian: apt-get install chromium): ${what}`);
  });
}
