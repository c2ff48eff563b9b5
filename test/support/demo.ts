/**
 * A show to look at: a host and a guest without browsers who play chords and are on air at once. The profile `demo` of the compose stack runs it
 * in a container of its own. Settings: STUDIO_URL, PUBLIC_URL, OWNER_TOKEN_FILE.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { showSlug } from '../../server/protocol/ids.ts';
import { StudioVisitor } from './studio-visitor.ts';

const MAIN_SHOW = z.parse(showSlug, 'main');
const LEVEL_DB = -24;
const HOST_HZ = 440;
const GUEST_HZ = 660;
const LOOK_EVERY_MS = 2_000;

const environment = z.object({ STUDIO_URL: z.url(), PUBLIC_URL: z.url(), OWNER_TOKEN_FILE: z.string() });

const { STUDIO_URL, PUBLIC_URL, OWNER_TOKEN_FILE } = environment.parse(process.env);
const { origin: studioUrl, hostname: mediaHost } = new URL(STUDIO_URL);
const origin = new URL(PUBLIC_URL).origin;
const token = readFileSync(OWNER_TOKEN_FILE, 'utf8').trim();

const claimed = await fetch(`${studioUrl}/claim/${token}`, { redirect: 'manual' });
const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
// From inside the machine the public address leads through the engine's proxy, which answers from another one.
const shared = { studioUrl, mediaHost, origin, levelDb: LEVEL_DB };

const host = await StudioVisitor.enter({
  ...shared,
  credential: { kind: 'owner', show: MAIN_SHOW },
  cookie,
  name: 'Demo Host',
  toneHz: HOST_HZ,
});
const { url } = await host.call('invite.create', { role: 'guest' });
const guest = await StudioVisitor.enter({
  ...shared,
  credential: { kind: 'invite', token: new URL(url).pathname.split('/').at(-1) ?? '' },
  name: 'Demo Guest',
  toneHz: GUEST_HZ,
});
await host.call('strip.setOn', { stripId: guest.strip.id, on: true });
if (host.state.program.phase === 'off') await host.call('program.start', {});
await host.programIs('on air', ({ phase }) => phase === 'live');
process.stdout.write(`The demo is on air: ${origin}/listen/main\n`);

process.once('SIGTERM', () => {
  host.leave();
  guest.leave();
  process.exit(0);
});
while (host.phase.kind !== 'ended' && guest.phase.kind !== 'ended') await sleep(LOOK_EVERY_MS);
process.stderr.write('Somebody was sent away, so the demo begins again.\n');
process.exit(1);
