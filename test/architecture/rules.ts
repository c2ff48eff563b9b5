/** Who may import what. The rules of the project as data: each has a sentence that says why a change broke it. */

/** Small files at the top of server/ that everybody below the app may use. */
const BASE = ['errors', 'ids', 'lifecycle', 'log', 'metrics', 'secrets'].map((name) => `server/${name}.ts`);

/** What the mechanisms implement. They stand where they are needed, and are imported as types alone. */
const ROOM_PORTS = ['server/room/media-port.ts'];
const PROGRAM_PORTS = ['server/program/live-path-port.ts', 'server/program/program-ports.ts'];

/**
 * `part` is a folder, a file, or several. `mayImport` names folders (all of it) and files, besides the part itself. `mayImportTypes`
 * adds what only type imports may name.
 */
export type FolderRule = {
  readonly sentence: string;
  readonly part: readonly string[];
  readonly mayImport: readonly string[];
  readonly mayImportTypes?: readonly string[];
};

export const FOLDER_RULES: readonly FolderRule[] = [
  {
    sentence: 'protocol is the contract and knows nothing of the server',
    part: ['server/protocol'],
    mayImport: [],
  },
  {
    sentence: 'the base knows the protocol and itself',
    part: [...BASE, 'server/config.ts'],
    mayImport: ['server/protocol'],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'program is the policy of being on air: it knows its own ports, when to try again, and no tool',
    part: ['server/program'],
    mayImport: [
      'server/protocol',
      'server/process/backoff.ts',
      'server/errors.ts',
      'server/lifecycle.ts',
      'server/log.ts',
    ],
  },
  {
    sentence: 'room is the domain: it knows the program, its own ports and no tool',
    part: ['server/room'],
    mayImport: [
      'server/protocol',
      'server/program',
      'server/errors.ts',
      'server/ids.ts',
      'server/lifecycle.ts',
      'server/log.ts',
    ],
  },
  {
    sentence: 'signaling turns messages into calls of the room',
    part: ['server/signaling'],
    mayImport: ['server/protocol', 'server/room', ...BASE],
  },
  {
    sentence: 'http knows no room: the app gives it the little it needs',
    part: ['server/http'],
    mayImport: ['server/protocol', ...BASE],
  },
  {
    sentence: 'media implements the ports of the room and imports nobody above it',
    part: ['server/media'],
    mayImport: ['server/protocol', 'server/process', ...BASE],
    mayImportTypes: ROOM_PORTS,
  },
  {
    sentence: 'mixer makes sound: no room, no mediasoup, no encoder, no Icecast',
    part: ['server/mixer'],
    mayImport: ['server/protocol', 'server/lifecycle.ts', 'server/errors.ts'],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'ffmpeg encodes sound: no room, no mixer, no Icecast',
    part: ['server/ffmpeg'],
    mayImport: ['server/protocol', 'server/process', ...BASE],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'carts keeps the sounds of shows: files and uploads, decoded by ffmpeg; no room, no mixer',
    part: ['server/carts'],
    mayImport: ['server/protocol', 'server/ffmpeg', ...BASE],
  },
  {
    sentence: 'icecast carries bytes to mounts: no room, no mixer, no encoder',
    part: ['server/icecast'],
    mayImport: ['server/protocol', 'server/process', ...BASE],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'live-path alone joins mixer, ffmpeg and icecast',
    part: ['server/live-path'],
    mayImport: [
      'server/protocol',
      'server/mixer',
      'server/ffmpeg',
      'server/icecast',
      'server/process',
      ...BASE,
    ],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'ears listen to our own mounts: they decode, and know no room, no encoder and no source',
    part: ['server/ears'],
    mayImport: ['server/protocol', 'server/icecast', 'server/mixer', 'server/lifecycle.ts', 'server/log.ts'],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'turn, process and store serve and import nobody above them',
    part: ['server/turn'],
    mayImport: ['server/protocol', 'server/process', ...BASE],
  },
  {
    sentence: 'process runs children and knows none of them',
    part: ['server/process'],
    mayImport: BASE,
  },
  {
    sentence: 'store keeps shows and invites and knows no room',
    part: ['server/store'],
    mayImport: ['server/protocol', ...BASE],
  },
  {
    sentence:
      'keeper outlives the server: it keeps children and the standby, and knows no room and no browser',
    part: ['server/keeper'],
    mayImport: [
      'server/protocol',
      'server/process',
      'server/icecast',
      'server/ffmpeg',
      'server/turn',
      'server/mixer/bed-sound.ts',
      ...BASE,
      'server/config.ts',
    ],
    mayImportTypes: PROGRAM_PORTS,
  },
  {
    sentence: 'the protocol document is made from the protocol alone',
    part: ['server/protocol-document.ts'],
    mayImport: ['server/protocol'],
  },
  {
    sentence: 'setup runs before anything is installed: it knows the settings and no more of the server',
    part: ['server/setup'],
    mayImport: ['server/config.ts'],
  },
  {
    sentence: 'studio-web knows the protocol and nothing else of the server',
    part: ['studio-web'],
    mayImport: ['server/protocol'],
  },
];

/** These put everything together. They may import all of the server, and only each other may import them. */
export const APP_FILES: readonly string[] = [
  'server/main.ts',
  'server/app.ts',
  'server/studio.ts',
  'server/standby.ts',
  'server/room-factory.ts',
  'server/listener-count.ts',
  'server/start-icecast.ts',
  'server/start-turn.ts',
];

/** A package, or a part of Node, that only some places may import. `places` are folders or files. */
export type PackageRule = {
  readonly sentence: string;
  readonly packages: RegExp;
  readonly places: readonly string[];
};

export const PACKAGE_RULES: readonly PackageRule[] = [
  { sentence: 'only media knows mediasoup', packages: /^mediasoup(\/|$)/, places: ['server/media'] },
  {
    sentence: 'only studio-web/media knows mediasoup-client',
    packages: /^mediasoup-client/,
    places: ['studio-web/media'],
  },
  { sentence: 'only signaling knows ws', packages: /^ws$/, places: ['server/signaling'] },
  { sentence: 'only http knows Fastify', packages: /^@?fastify/, places: ['server/http'] },
  { sentence: 'only the log knows pino', packages: /^pino/, places: ['server/log.ts'] },
  { sentence: 'only the metrics know prom-client', packages: /^prom-client$/, places: ['server/metrics.ts'] },
  { sentence: 'only store knows SQLite', packages: /^node:sqlite$/, places: ['server/store'] },
  {
    sentence: 'only the mixer knows an Opus decoder',
    packages: /^(opus-decoder|@evan\/opus)/,
    places: ['server/mixer'],
  },
  { sentence: 'only ears know an MP3 decoder', packages: /^mpg123-decoder$/, places: ['server/ears'] },
  {
    sentence: 'only ffmpeg, process, keeper and setup start processes',
    packages: /^node:child_process$/,
    places: ['server/ffmpeg', 'server/process', 'server/keeper', 'server/setup'],
  },
  {
    sentence: 'only live-path starts threads',
    packages: /^node:worker_threads$/,
    places: ['server/live-path'],
  },
  {
    sentence: 'what the browser gets validates with zod/mini; only the settings use the whole of zod',
    packages: /^zod$/,
    places: ['server/config.ts'],
  },
  {
    sentence: 'nobody drives ffmpeg through a wrapper while on air',
    packages: /^fluent-ffmpeg$/,
    places: [],
  },
];

/** Parts of Node that a folder must not touch, and packages that are all a folder may use. */
export const MIXER_MUST_NOT_IMPORT = /^node:(net|tls|http|https|dgram|child_process|cluster)$/;
export const PROTOCOL_MAY_IMPORT = /^zod\/mini$/;

/** Files over 300 lines, each with the reason. */
export const LONG_FILES: Readonly<Record<string, string>> = {};

export const LINES_MAX = 300;

/** A catalogue of sentences is as long as what the product has to say. */
export const CATALOGUES = /^studio-web\/texts\/(texts|error-texts|german|german-errors)\.ts$/;

export const TOP_LEVEL_FOLDERS: readonly string[] = [
  'server',
  'studio-web',
  'icecast',
  'coturn',
  'test',
  'bench',
  'memory-bank',
  'deploy',
];

/** Files at the top: package and lock, compose, configuration, texts for people, and everything that begins with a dot. */
export const TOP_LEVEL_FILES =
  /^(\..+|package(-lock)?\.json|tsconfig\.json|biome\.json|(docker-)?compose(\.[a-z]+)?\.yml|[a-z]+\.config\.ts|[A-Z_]+\.md|LICENSE)$/;
