/** Asks a program whether it still serves HTTP. A stopped process has an open port, too: only an answer counts. */
import { get } from 'node:http';

/** Resolves when `url` answers with any status below 500. Rejects when it does not, or when `signal` aborts. */
export function httpProbe(url: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, signal }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        const status = response.statusCode ?? 500;
        if (status < 500) resolve();
        else reject(new Error(`HTTP status ${status}`));
      });
    });
    request.once('error', reject);
  });
}
