/** The head of a source connection: HTTP PUT as Icecast has it since 2.4.0. Pure. */

/** Where a source signs in. The password is never logged. */
export type SourceAddress = { readonly host: string; readonly port: number; readonly password: string };

/** What Icecast shows about the mount. */
export type SourceDescription = {
  /** Without the slash: `main.mp3`. */
  readonly mount: string;
  readonly contentType: string;
  readonly bitrateKbps: number;
  readonly name: string;
  readonly description: string;
  readonly url: string;
};

const HEADER_VALUE_MAX_LENGTH = 128;

/** The request head as bytes, the empty line included. Texts are stripped of control characters and capped: no text adds a header. */
export function sourceRequest(address: SourceAddress, source: SourceDescription): Uint8Array {
  const login = Buffer.from(`source:${address.password}`).toString('base64');
  const headers: readonly (readonly [string, string])[] = [
    ['Host', `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`],
    ['Authorization', `Basic ${login}`],
    ['User-Agent', 'OpenStudio'],
    ['Content-Type', source.contentType],
    ['Ice-Public', '0'],
    ['Ice-Name', headerText(source.name)],
    ['Ice-Description', headerText(source.description)],
    ['Ice-URL', headerText(source.url)],
    ['Ice-Bitrate', String(source.bitrateKbps)],
    ['Ice-Audio-Info', `bitrate=${source.bitrateKbps};channels=2;samplerate=48000`],
    ['Expect', '100-continue'],
  ];
  const lines = headers.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`PUT ${mountPath(source.mount)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'utf8');
}

/** `/main.mp3` for `main.mp3`, safe in a request line. */
export function mountPath(mount: string): string {
  return `/${mount.split('/').map(encodeURIComponent).join('/')}`;
}

/** A person's text as a header value: no control characters, at most 128 characters. */
export function headerText(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return [...clean].slice(0, HEADER_VALUE_MAX_LENGTH).join('');
}
