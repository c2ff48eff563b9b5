/** Which page an address asks for. Pure. */

export type Route =
  | { readonly kind: 'home' }
  | { readonly kind: 'studio'; readonly show: string }
  | { readonly kind: 'join'; readonly invite: string }
  | { readonly kind: 'unknown' };

/** Reads the path of an address, with or without a slash at the end. */
export function parseRoute(pathname: string): Route {
  const [first, second, ...rest] = pathname.split('/').filter((part) => part !== '');
  if (first === undefined) return { kind: 'home' };
  if (second === undefined || rest.length > 0) return { kind: 'unknown' };
  if (first === 'studio') return { kind: 'studio', show: second };
  if (first === 'join') return { kind: 'join', invite: second };
  return { kind: 'unknown' };
}
