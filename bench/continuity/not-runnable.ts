/** What a row says instead of a figure when this machine cannot do it. */

/** Thrown by a row that needs something which is not there: it is reported as not run, with this sentence. */
export class NotRunnable extends Error {
  override readonly name = 'NotRunnable';
}
