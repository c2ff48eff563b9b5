/** An Icecast that is not the studio's own, reached through a cut: it can be away for as long as a row wants. */
import { IcecastFixture } from '../../test/support/icecast-fixture.ts';
import { TcpCut } from '../../test/support/tcp-cut.ts';
import type { Closings } from './closings.ts';

export type ExternalIcecast = {
  readonly fixture: IcecastFixture;
  /** What the studio connects to. Listeners of the rows go to the fixture itself. */
  readonly cut: TcpCut;
};

export async function openExternalIcecast(closings: Closings): Promise<ExternalIcecast> {
  const fixture = closings.add(await IcecastFixture.start({ burstBytes: 32_768 }), (it) => it.stop());
  const { host, port } = fixture.access;
  const cut = closings.add(await TcpCut.open({ host, port }), (it) => it.close());
  return { fixture, cut };
}

/** The settings of a studio that uses it. */
export function settingsFor({ fixture, cut }: ExternalIcecast): Record<string, string> {
  const { sourcePassword, adminUser, adminPassword } = fixture.access;
  return {
    ICECAST_URL: `http://127.0.0.1:${cut.port}`,
    ICECAST_SOURCE_PASSWORD: sourcePassword,
    ICECAST_ADMIN_USER: adminUser,
    ICECAST_ADMIN_PASSWORD: adminPassword,
  };
}
