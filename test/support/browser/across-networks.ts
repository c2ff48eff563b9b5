/** A studio, a host beside it, and a guest whose Chromium is in a network namespace, so that nothing about his network is pretended. */
import type { Closings } from '../../../bench/continuity/closings.ts';
import { NetworkNamespace } from '../../../bench/continuity/impairments/network-namespace.ts';
import { freePorts } from '../free-ports.ts';
import { type Studio, startStudio } from '../studio.ts';
import { openBrowser, type Person } from './person.ts';

export type AcrossNetworks = {
  readonly namespace: NetworkNamespace;
  readonly studio: Studio;
  readonly host: Person;
  readonly guest: Person;
};

type Tone = { readonly hz: number; readonly levelDb: number };

/** Everything is closed with `closings`. Throws NotRunnable where there can be no namespace. */
export async function openAcrossNetworks(
  closings: Closings,
  tones: { readonly host: Tone; readonly guest: Tone },
): Promise<AcrossNetworks> {
  const namespace = await NetworkNamespace.make(closings);
  const port = await freePorts(1);
  const origin = `http://${namespace.outside}:${port}`;
  const studio = await startStudio({
    HOST: '0.0.0.0',
    PORT: String(port),
    PUBLIC_URL: origin,
    MEDIASOUP_LISTEN_IP: '0.0.0.0',
    MEDIASOUP_ANNOUNCED_IP: namespace.outside,
  });
  closings.add(studio, (it) => it.stop());
  const host = await openBrowser('Hanna Host', tones.host.hz, {
    levelDb: tones.host.levelDb,
    trusts: origin,
  });
  closings.add(host, (it) => it.close());
  const guest = await openBrowser('Gustav Guest', tones.guest.hz, {
    levelDb: tones.guest.levelDb,
    launcher: namespace.launcher,
    trusts: origin,
  });
  closings.add(guest, (it) => it.close());
  return { namespace, studio, host, guest };
}
