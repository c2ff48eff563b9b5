/** An Icecast of the bench behind a cut: it can die, hang, or be away for as long as a row wants. */
import { TcpCut } from '../../test/support/tcp-cut.ts';
import { BenchIcecast } from './bench-icecast.ts';
import type { Closings } from './closings.ts';

export type ExternalIcecast = {
  readonly icecast: BenchIcecast;
  /** What the studio connects to. Listeners of the rows go to Icecast itself. */
  readonly cut: TcpCut;
};

export async function openExternalIcecast(closings: Closings): Promise<ExternalIcecast> {
  const icecast = closings.add(await BenchIcecast.start(), (it) => it.stop());
  const { host, port } = icecast.access;
  const cut = closings.add(await TcpCut.open({ host, port }), (it) => it.close());
  return { icecast, cut };
}

/** The settings of a studio that uses an Icecast at this address. */
export function settingsFor(
  icecast: BenchIcecast,
  { host, port }: { readonly host: string; readonly port: number },
): Record<string, string> {
  const { sourcePassword, adminUser, adminPassword } = icecast.access;
  return {
    ICECAST_URL: `http://${host}:${port}`,
    ICECAST_SOURCE_PASSWORD: sourcePassword,
    ICECAST_ADMIN_USER: adminUser,
    ICECAST_ADMIN_PASSWORD: adminPassword,
  };
}
