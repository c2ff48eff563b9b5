/** The HTTP side of the studio with its relay of the mounts, in a process of its own, in front of an Icecast that is on air. */
import path from 'node:path';
import * as z from 'zod/mini';
import { showSlug } from '#protocol/ids.ts';
import type { ProgramEntry } from '#protocol/state.ts';
import { Http } from '../../server/http/http.ts';
import { OwnerSignIn } from '../../server/http/owner-sign-in.ts';
import { Mp3Framer } from '../../server/icecast/mp3-framer.ts';
import { readPage } from '../../server/icecast/ogg-page.ts';
import { createLog } from '../../server/log.ts';
import { Metrics } from '../../server/metrics.ts';

const LISTENERS_MAX = 3000;

const plan = z.object({ icecastPort: z.number() }).parse(JSON.parse(process.argv[2] ?? ''));
const show = { slug: showSlug.parse('main'), name: 'Bench', title: '' };
const onAir: ProgramEntry = {
  phase: 'live',
  phaseSinceMs: 0,
  onAirSinceMs: 0,
  title: '',
  mounts: [],
  problem: null,
  deadAir: null,
  bedWanted: null,
  panicSinceMs: null,
};
const icecastUrl = new URL(`http://127.0.0.1:${plan.icecastPort}`);
const http = await Http.create({
  publicUrl: new URL('http://localhost:3000'),
  icecastUrl,
  icecastPublicUrl: icecastUrl,
  webRoot: path.resolve(import.meta.dirname, '../../studio-web/dist'),
  version: '0.0.0',
  owner: new OwnerSignIn({ ownerToken: 'the-owner-token-of-a-bench', secure: false }),
  store: {
    shows: () => [show],
    show: (slug) => (slug === show.slug ? show : undefined),
    findInvite: () => undefined,
    playedTitles: () => [],
  },
  programOf: () => onAir,
  networkTests: {
    open: () => Promise.reject(new Error('Listeners test no network.')),
    connect: () => Promise.reject(new Error('Listeners test no network.')),
    end: () => {},
  },
  cartUploads: {
    take: () => Promise.reject(new Error('Listeners upload nothing.')),
    finish: () => Promise.reject(new Error('Listeners upload nothing.')),
    cancel: () => {},
  },
  formats: { mp3: () => new Mp3Framer(), readOggPage: readPage },
  checks: [],
  metrics: new Metrics({ version: '0.0.0' }),
  log: createLog({ level: 'warn', readable: false }),
  limits: { listeners: LISTENERS_MAX },
});
await http.listen({ port: 0, host: '127.0.0.1' });
const address = http.server.address();
process.send?.({ kind: 'ready', port: address !== null && typeof address === 'object' ? address.port : 0 });
