/** The log: JSON lines, or readable ones in a terminal. Secrets are taken out of every line, wherever in it they stand. */
import type { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

export type LogOptions = {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Values that must never be printed: owner token, passwords, shared secrets. Those shorter than 6 characters are ignored. */
  readonly secrets?: readonly string[];
  /** Where lines go; standard output unless given. */
  readonly destination?: Writable;
  /** Readable lines instead of JSON; by default when the destination is a terminal. */
  readonly readable?: boolean;
};

const CENSORED = '[redacted]';
/** Anything shorter would blank out ordinary words. */
const SECRET_MIN_LENGTH = 6;

const SECRET_KEYS = [
  'password',
  'sourcePassword',
  'adminPassword',
  'token',
  'resumeToken',
  'ownerToken',
  'secret',
  'credential',
  'cookie',
  'authorization',
];

/** Secrets that can be told by their surroundings: link paths, credentials in URLs, authorization headers. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\/(claim|join|api\/invites)\/[^\s"'/?#\\]+/g, `/$1/${CENSORED}`],
  [/\/\/[^\s"'/@\\]+@/g, `//${CENSORED}@`],
  [/\b(Bearer|Basic) [A-Za-z0-9+/=._~-]{12,}/gi, `$1 ${CENSORED}`],
];

/** `text` without the secrets that its surroundings give away. */
export function redactText(text: string): string {
  return PATTERNS.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}

/**
 * Lets the process outlive whoever reads its output. Without this, a closed terminal or a pipe to `head` would be an unexpected error
 * at the next line, and the line about that another one.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
}

/** Makes the log of the process. Children made with `log.child({...})` redact in the same way. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? process.stdout;
  const readable = options.readable ?? (options.destination === undefined && process.stdout.isTTY === true);
  const known = (options.secrets ?? []).filter((secret) => secret.length >= SECRET_MIN_LENGTH).map(asInJson);
  return pino(
    {
      level: options.level,
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: CENSORED,
      },
      hooks: {
        streamWrite: (line) =>
          known.reduce((left, secret) => left.replaceAll(secret, CENSORED), redactText(line)),
      },
    },
    readable
      ? pretty({ destination, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l', sync: true })
      : destination,
  );
}

/** How a value looks inside a JSON string. */
function asInJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
