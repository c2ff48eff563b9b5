/** Which address limits are counted for. Pure. */

/** What the answer rests on; an IncomingMessage is one. */
export type AddressedRequest = {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** The other end of the connection, or what the proxy of ours in front of it says. Earlier entries come from strangers and are not read. */
export function clientAddress(request: AddressedRequest, trustProxy: boolean): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (!trustProxy) return direct;
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  return forwarded.split(',').at(-1)?.trim() || direct;
}
