/** The HTTP side on a store, programs and pages that a test says. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ShowSlug, showSlug } from '#protocol/ids.ts';
import type { ProgramEntry } from '#protocol/state.ts';
import { StudioError } from '../../../../server/errors.ts';
import { Http } from '../../../../server/http/http.ts';
import type {
  CartUploadPort,
  HealthCheck,
  HttpLimits,
  StoredShow,
} from '../../../../server/http/http-options.ts';
import { OwnerSignIn } from '../../../../server/http/owner-sign-in.ts';
import { Mp3Framer } from '../../../../server/icecast/mp3-framer.ts';
import { readPage } from '../../../../server/icecast/ogg-page.ts';
import type { Log } from '../../../../server/log.ts';
import { NetworkTests } from '../../../../server/media/network-tests.ts';
import { Metrics } from '../../../../server/metrics.ts';
import { FakeMediaEngine } from '../../../support/fakes/fake-media-engine.ts';
import { silentLog } from '../../../support/fakes/silent-log.ts';

export const OWNER_TOKEN = 'the-owner-token-of-this-test';
export const GUEST_INVITE = 'guest-invite-token';
export const SHOW_NAME = `Tom & "Jerry's" <show>`;
export const MAIN = showSlug.parse('main');

export const HISTORY = [{ title: 'An earlier song', atMs: 5_000 }];

export const PROGRAM_OFF: ProgramEntry = {
  phase: 'off',
  phaseSinceMs: 0,
  onAirSinceMs: null,
  title: '',
  mounts: [],
  problem: null,
  deadAir: null,
  bedWanted: null,
  panicSinceMs: null,
};

export type HttpOnFakes = {
  readonly http: Http;
  readonly metrics: Metrics;
  readonly owner: OwnerSignIn;
  /** Where the transports of network tests come from. */
  readonly engine: FakeMediaEngine;
  /** The folder of the pages. */
  readonly webRoot: string;
  /** The program of the show main; null while its room is closed. */
  program: ProgramEntry | null;
  close(): Promise<void>;
};

export type HttpOnFakesOptions = {
  readonly publicUrl?: string;
  readonly icecastUrl?: string;
  readonly limits?: Partial<HttpLimits>;
  readonly checks?: readonly HealthCheck[];
  readonly cartUploads?: CartUploadPort;
  readonly log?: Log;
  /** Whether the pages are there. */
  readonly built?: boolean;
};

const NO_UPLOADS: CartUploadPort = {
  take: () => Promise.reject(new StudioError('upload_invalid')),
  finish: () => Promise.reject(new StudioError('upload_invalid')),
  cancel: () => {},
};

export async function httpOnFakes(options: HttpOnFakesOptions = {}): Promise<HttpOnFakes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'http-'));
  const webRoot = path.join(folder, 'dist');
  if (options.built !== false) await writePages(webRoot);
  const publicUrl = new URL(options.publicUrl ?? 'http://localhost:3000');
  const owner = new OwnerSignIn({ ownerToken: OWNER_TOKEN, secure: publicUrl.protocol === 'https:' });
  const metrics = new Metrics({ version: '1.2.3', withProcess: false });
  const show: StoredShow = { slug: MAIN, name: SHOW_NAME, title: '' };
  const engine = new FakeMediaEngine();
  const tests = new NetworkTests(engine);
  const fakes = { program: null as ProgramEntry | null };
  const http = await Http.create({
    publicUrl,
    icecastUrl: new URL(options.icecastUrl ?? 'http://127.0.0.1:1'),
    icecastPublicUrl: new URL('http://icecast.example:8000'),
    webRoot,
    version: '1.2.3',
    owner,
    store: {
      shows: () => [show],
      show: (slug: ShowSlug) => (slug === MAIN ? show : undefined),
      playedTitles: () => HISTORY,
      findInvite: (token) =>
        token === GUEST_INVITE ? { show: MAIN, role: 'guest', expiresAtMs: 12_345 } : undefined,
    },
    programOf: () => fakes.program,
    networkTests: {
      open: async () => ({ ...(await tests.open()), iceServers: [] }),
      connect: (...args) => tests.connect(...args),
      end: (id) => tests.end(id),
    },
    cartUploads: options.cartUploads ?? NO_UPLOADS,
    formats: { mp3: () => new Mp3Framer(), readOggPage: readPage },
    checks: options.checks ?? [],
    metrics,
    log: options.log ?? silentLog,
    limits: options.limits ?? {},
  });
  return Object.assign(fakes, {
    http,
    metrics,
    owner,
    webRoot,
    engine,
    async close() {
      tests.close('test ends');
      await http.stop('test ends');
      await rm(folder, { recursive: true });
    },
  });
}

async function writePages(webRoot: string): Promise<void> {
  await mkdir(path.join(webRoot, 'assets'), { recursive: true });
  await writeFile(path.join(webRoot, 'index.html'), '<!doctype html><title>the studio</title>');
  await writeFile(path.join(webRoot, 'errors.html'), '<!doctype html><title>errors</title>');
  await writeFile(
    path.join(webRoot, 'listen.html'),
    '<!doctype html><html data-page="__PAGE_KIND__"><meta property="og:url" content="__ORIGIN__/listen/__SHOW_SLUG__"><meta property="og:description" content="__TITLE__"><title>__SHOW_NAME__</title><h1>__SHOW_NAME__</h1><audio controls src="/live/__SHOW_SLUG__.mp3"></audio>',
  );
  await writeFile(path.join(webRoot, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(path.join(webRoot, 'share-card.png'), 'a picture');
  await writeFile(path.join(webRoot, '.hidden'), 'hidden');
  await writeFile(path.join(webRoot, 'assets', 'app-abc123.js'), 'export {};');
  await writeFile(path.join(webRoot, '..', 'secret.txt'), 'secret');
}
