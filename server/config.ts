/** The settings: read from the environment once, checked as a whole, plain data afterwards. `NAME_FILE` reads a value from a file. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { DeadAirPlan } from './program/live-path-port.ts';

const WORKERS_MAX = 32;
/** Passwords that ship in examples everywhere; nobody may run a station with them. */
const WELL_KNOWN_PASSWORDS = ['hackme', 'changeme', 'password', 'secret', 'admin', 'icecast'];
const SECRET_MIN_LENGTH = 12;

const port = (fallback: number) =>
  z.coerce
    .number('must be a port number, 1 to 65535')
    .int('must be a whole number')
    .min(1, 'must be a port number, 1 to 65535')
    .max(65_535, 'must be a port number, 1 to 65535')
    .default(fallback);

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' })
  .transform((text) => new URL(text));

/** An address that names are put below, so that it counts as a folder however it was written. */
const folderUrl = httpUrl.transform((url) => {
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
});

/** Our source client speaks plain HTTP to Icecast. */
const icecastUrl = z
  .url({ protocol: /^http$/, error: 'must be a URL that begins with http://' })
  .transform((text) => new URL(text));

const secret = z
  .string()
  .min(SECRET_MIN_LENGTH, `must have at least ${SECRET_MIN_LENGTH} characters`)
  .refine(
    (text) => !WELL_KNOWN_PASSWORDS.includes(text.toLowerCase()),
    'is a well-known default; choose another',
  );

const numberBetween = (least: number, most: number) =>
  z.coerce
    .number('must be a number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

/** 0 means never. */
const secondsOrOff = numberBetween(0, 3600).refine(
  (seconds) => seconds === 0 || seconds >= 1,
  'must be at least 1, or 0 for never',
);

const ipAddress = z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address' });

const turnUrls = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((url) => url.trim())
      .filter(Boolean),
  )
  .pipe(
    z
      .array(
        z
          .string()
          .regex(
            /^turns?:[^\s?]+(\?transport=(udp|tcp))?$/,
            'must be turn: or turns: URLs, separated by commas',
          ),
      )
      .min(1, 'must name at least one turn: URL'),
  );

const environment = z.object({
  PORT: port(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: httpUrl.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  OWNER_TOKEN: z.string().min(16, 'must have at least 16 characters').max(128).optional(),
  ICECAST_URL: icecastUrl.optional(),
  ICECAST_PUBLIC_URL: folderUrl.optional(),
  ICECAST_PORT: port(8000),
  ICECAST_SOURCE_PASSWORD: secret.optional(),
  ICECAST_ADMIN_USER: z.string().min(1).default('admin'),
  ICECAST_ADMIN_PASSWORD: secret.optional(),
  TURN_URLS: turnUrls.optional(),
  TURN_SECRET: secret.optional(),
  TURN_PORT: port(3478),
  MEDIASOUP_LISTEN_IP: ipAddress.default('127.0.0.1'),
  MEDIASOUP_ANNOUNCED_IP: z.string().min(1).optional(),
  MEDIASOUP_PORT: port(40_000),
  MEDIASOUP_NUM_WORKERS: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(WORKERS_MAX, `must be at most ${WORKERS_MAX}`)
    .default(() => Math.min(availableParallelism(), WORKERS_MAX)),
  MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
  FFMPEG_PATH: z.string().min(1).default('ffmpeg'),
  DEAD_AIR_DB: numberBetween(-90, -20).default(-50),
  DEAD_AIR_AFTER_S: secondsOrOff.default(5.5),
  BED_AFTER_S: secondsOrOff.default(10),
  NO_HOST_AFTER_S: secondsOrOff.default(300),
  STANDBY: z.enum(['own', 'elsewhere'], { error: 'must be own or elsewhere' }).default('own'),
  TRUST_PROXY: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
});

type Environment = z.infer<typeof environment>;

/** What one setting asks of another. Looks at the raw values, so that it speaks together with the problems of single settings. */
function crossProblems(values: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const needs = (name: keyof Environment, other: keyof Environment) => {
    if (values[name] !== undefined && values[other] === undefined)
      problems.push(`${other} must be set when ${name} is`);
  };
  needs('ICECAST_URL', 'ICECAST_SOURCE_PASSWORD');
  needs('ICECAST_URL', 'ICECAST_ADMIN_PASSWORD');
  needs('TURN_URLS', 'TURN_SECRET');
  if (
    ['0.0.0.0', '::'].includes(values.MEDIASOUP_LISTEN_IP ?? '') &&
    values.MEDIASOUP_ANNOUNCED_IP === undefined
  )
    problems.push('MEDIASOUP_ANNOUNCED_IP must be set when MEDIASOUP_LISTEN_IP is every address');
  return problems;
}

/** The names of all settings, for the doctor and for tests. */
export const SETTING_NAMES: readonly string[] = Object.keys(environment.shape);

/** The settings as the app uses them. Secrets that are null are generated and kept in `dataDir`. */
export type Config = {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: URL;
  readonly dataDir: string;
  readonly ownerToken: string | null;
  readonly icecast:
    | {
        readonly kind: 'local';
        readonly port: number;
        readonly publicUrl: URL;
        readonly sourcePassword: string | null;
        readonly adminPassword: string | null;
      }
    | {
        readonly kind: 'external';
        readonly url: URL;
        readonly publicUrl: URL;
        readonly sourcePassword: string;
        readonly adminUser: string;
        readonly adminPassword: string;
      };
  readonly turn:
    | { readonly kind: 'local'; readonly port: number; readonly secret: string | null }
    | { readonly kind: 'external'; readonly urls: readonly string[]; readonly secret: string };
  readonly mediasoup: {
    readonly listenIp: string;
    readonly announcedAddress: string | null;
    readonly firstPort: number;
    readonly numWorkers: number;
    readonly workerBin: string | null;
  };
  readonly ffmpegPath: string;
  readonly deadAir: DeadAirPlan | null;
  /** How long a program on air may be without a host before the bed plays in its place; null for ever. */
  readonly noHostAfterMs: number | null;
  /** Whether the keeper holds the standbys itself; elsewhere means that a process of `standby.ts` does. */
  readonly standby: Environment['STANDBY'];
  /** Whether X-Forwarded-For is believed: only behind a proxy that always writes it. */
  readonly trustProxy: boolean;
  readonly logLevel: Environment['LOG_LEVEL'];
};

/** Thrown when settings are wrong; one sentence per problem, in `problems`. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Reads and checks all settings. Empty values count as unset. Throws ConfigProblem with every problem at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { values, problems } = withFiles(env);
  const result = environment.safeParse(values);
  if (!result.success) problems.push(...result.error.issues.map(sentence));
  problems.push(...crossProblems(values));
  if (result.success && result.data.MEDIASOUP_PORT + result.data.MEDIASOUP_NUM_WORKERS > 65_536)
    problems.push('MEDIASOUP_PORT leaves no room for one port per worker');
  if (!result.success || problems.length > 0) throw new ConfigProblem(problems);
  return toConfig(result.data);
}

function withFiles(env: Readonly<Record<string, string | undefined>>): {
  values: Record<string, string>;
  problems: string[];
} {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of SETTING_NAMES) {
    const value = env[name];
    const file = env[`${name}_FILE`];
    if (value) values[name] = value;
    if (!file) continue;
    if (value) problems.push(`${name} and ${name}_FILE are both set; keep one`);
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE names ${file}, which cannot be read`);
    }
  }
  return { values, problems };
}

function sentence(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.message}`;
}

function toConfig(settings: Environment): Config {
  const publicUrl = settings.PUBLIC_URL ?? new URL(`http://localhost:${settings.PORT}`);
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl,
    dataDir: path.resolve(settings.DATA_DIR),
    ownerToken: settings.OWNER_TOKEN ?? null,
    icecast: icecastOf(settings, publicUrl),
    turn: turnOf(settings),
    mediasoup: {
      listenIp: settings.MEDIASOUP_LISTEN_IP,
      announcedAddress: settings.MEDIASOUP_ANNOUNCED_IP ?? null,
      firstPort: settings.MEDIASOUP_PORT,
      numWorkers: settings.MEDIASOUP_NUM_WORKERS,
      workerBin: settings.MEDIASOUP_WORKER_BIN ?? null,
    },
    ffmpegPath: settings.FFMPEG_PATH,
    deadAir: deadAirOf(settings),
    noHostAfterMs: settings.NO_HOST_AFTER_S === 0 ? null : 1000 * settings.NO_HOST_AFTER_S,
    standby: settings.STANDBY,
    trustProxy: settings.TRUST_PROXY === '1',
    logLevel: settings.LOG_LEVEL,
  };
}

/** The bed belongs to dead air: when nobody is to be told of it, there is none. */
function deadAirOf(settings: Environment): DeadAirPlan | null {
  const { DEAD_AIR_DB: thresholdDb, DEAD_AIR_AFTER_S: alarmAfterS, BED_AFTER_S: bedAfterS } = settings;
  if (alarmAfterS === 0) return null;
  return {
    thresholdDb,
    alarmAfterMs: 1000 * alarmAfterS,
    bedAfterMs: bedAfterS === 0 ? null : 1000 * Math.max(alarmAfterS, bedAfterS),
  };
}

function icecastOf(settings: Environment, publicUrl: URL): Config['icecast'] {
  const { ICECAST_URL: url, ICECAST_SOURCE_PASSWORD: source, ICECAST_ADMIN_PASSWORD: admin } = settings;
  if (url !== undefined && source !== undefined && admin !== undefined) {
    return {
      kind: 'external',
      url,
      publicUrl: settings.ICECAST_PUBLIC_URL ?? url,
      sourcePassword: source,
      adminUser: settings.ICECAST_ADMIN_USER,
      adminPassword: admin,
    };
  }
  const beside = new URL(`http://${publicUrl.hostname}:${settings.ICECAST_PORT}`);
  return {
    kind: 'local',
    port: settings.ICECAST_PORT,
    publicUrl: settings.ICECAST_PUBLIC_URL ?? beside,
    sourcePassword: source ?? null,
    adminPassword: admin ?? null,
  };
}

function turnOf(settings: Environment): Config['turn'] {
  if (settings.TURN_URLS !== undefined && settings.TURN_SECRET !== undefined) {
    return { kind: 'external', urls: settings.TURN_URLS, secret: settings.TURN_SECRET };
  }
  return { kind: 'local', port: settings.TURN_PORT, secret: settings.TURN_SECRET ?? null };
}
