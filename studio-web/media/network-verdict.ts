/** What two throw-away connections say about a network, in one word. Pure. */

/** How a connection came about: null when it did not. Round trip in ms, null when it was not measured. */
export type Route = { readonly protocol: 'udp' | 'tcp'; readonly roundTripMs: number | null };

export type NetworkTrial = {
  /** The way to the media server itself. */
  readonly direct: Route | null;
  /** The way through the TURN relay. */
  readonly relay: Route | null;
};

/** `relayMissing`: all is well here, but somebody behind a strict firewall would have no way. */
export type NetworkVerdict =
  | { readonly kind: 'good'; readonly roundTripMs: number | null; readonly relayMissing: boolean }
  | { readonly kind: 'tcp'; readonly roundTripMs: number | null; readonly relayMissing: boolean }
  | { readonly kind: 'relay'; readonly roundTripMs: number | null }
  | { readonly kind: 'blocked' };

export function networkVerdict({ direct, relay }: NetworkTrial): NetworkVerdict {
  if (direct !== null) {
    const kind = direct.protocol === 'udp' ? 'good' : 'tcp';
    return { kind, roundTripMs: direct.roundTripMs, relayMissing: relay === null };
  }
  return relay === null ? { kind: 'blocked' } : { kind: 'relay', roundTripMs: relay.roundTripMs };
}
