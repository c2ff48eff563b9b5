/** A peer: Icecast with the settings that Debian installs it with, but for ports, passwords and as many clients as a bench needs. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePorts } from '../../test/support/free-ports.ts';
import { until } from '../../test/support/until.ts';
import type { BenchIcecast } from '../rig/bench-icecast.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import { PeerMissing } from '../rig/peer-missing.ts';
import { versionOf } from '../rig/version-of.ts';
import { workFolder } from '../rig/work-folder.ts';

const CLIENTS_MAX = 3000;
const SHARE_FOLDERS = ['/usr/share/icecast2', '/usr/share/icecast', '/usr/local/share/icecast'];
const COMMANDS = ['icecast2', 'icecast'];

/** Throws PeerMissing when it is not installed. */
export async function startStockIcecast(): Promise<BenchIcecast> {
  const { command, version } = await findIcecast();
  const folder = await workFolder('icecast');
  const port = await freePorts();
  const password = 'bench-password';
  const file = path.join(folder.path, 'icecast.xml');
  await writeFile(file, configOf({ port, password, folder: folder.path }));
  const child = await BenchProcess.start({ file: command, args: ['-c', file] });
  const icecast: BenchIcecast = {
    name: `Icecast ${version} as installed`,
    ...{ pid: child.pid, port, sourcePassword: password },
    async stop() {
      await child.stop();
      await folder.remove();
    },
  };
  try {
    await until('Icecast answers', async () => {
      if (child.hasEnded) throw new Error(`Icecast ended: ${child.lastWords}`);
      const answer = await fetch(`http://127.0.0.1:${port}/status-json.xsl`).catch(() => null);
      await answer?.body?.cancel();
      return answer?.ok === true;
    });
    return icecast;
  } catch (error) {
    await icecast.stop();
    throw error;
  }
}

async function findIcecast(): Promise<{ readonly command: string; readonly version: string }> {
  for (const command of COMMANDS) {
    const version = await versionOf(command, ['-v'], /Icecast (\d[\d.]*)/);
    if (version !== null) return { command, version };
  }
  throw new PeerMissing('Icecast is not installed (Debian: apt-get install icecast2).');
}

type ConfigParts = { readonly port: number; readonly password: string; readonly folder: string };

/** The limits are those of /etc/icecast2/icecast.xml of Debian 12, but for clients and sources. */
function configOf({ port, password, folder }: ConfigParts): string {
  const share = SHARE_FOLDERS.find((candidate) => existsSync(candidate)) ?? '';
  const account = '<changeowner><user>nobody</user><group>nogroup</group></changeowner>';
  return `<icecast>
  <hostname>localhost</hostname>
  <limits>
    <clients>${CLIENTS_MAX}</clients><sources>10</sources><queue-size>524288</queue-size>
    <client-timeout>30</client-timeout><header-timeout>15</header-timeout><source-timeout>10</source-timeout>
    <burst-on-connect>1</burst-on-connect><burst-size>65535</burst-size>
  </limits>
  <authentication>
    <source-password>${password}</source-password><relay-password>${password}</relay-password>
    <admin-user>admin</admin-user><admin-password>${password}</admin-password>
  </authentication>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <fileserve>1</fileserve>
  <paths>
    <basedir>${share}</basedir><logdir>${folder}</logdir>
    <webroot>${share}/web</webroot><adminroot>${share}/admin</adminroot>
  </paths>
  <logging>
    <accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>3</loglevel><logsize>10000</logsize>
  </logging>
  <security><chroot>0</chroot>${process.getuid?.() === 0 ? account : ''}</security>
</icecast>
`;
}
