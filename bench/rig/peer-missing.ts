/** Thrown when something to compare with is not on this machine; the message says what it is and how to get it. */
export class PeerMissing extends Error {
  override readonly name = 'PeerMissing';
}
