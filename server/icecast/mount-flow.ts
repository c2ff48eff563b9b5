/** What the bytes of one mount look like on the wire, whatever the codec. The mount owns one for its whole life. */

export type MountFlow = {
  readonly contentType: string;
  readonly bitrateKbps: number;
  /** The first bytes of a new connection. */
  begin(): Uint8Array;
  /** The bytes for whole MP3 frames or Opus audio packets. Called while disconnected too, so that it knows what came last. */
  push(units: readonly Uint8Array[]): Uint8Array;
  /** The bytes that carry a new title, empty when this codec has no place for one. */
  retitle(title: string): Uint8Array;
  /** The last bytes of a connection that ends properly. */
  end(): Uint8Array;
};
