/** What the checks know of a stack: where it is and how its owner gets in. A stack of our own can also be broken and looked into. */
import type Docker from 'dockerode';

export type Stack = {
  /** The origin of the studio. */
  readonly url: string;
  readonly ownerLink: string;
  /** Below which address listeners' players find the mounts, without a slash at its end. */
  readonly mountsUrl: string;
};

export type Service = 'server' | 'icecast' | 'coturn' | 'standby';
export const SERVICES: readonly Service[] = ['server', 'icecast', 'coturn', 'standby'];

export type OwnStack = Stack & {
  /** On this machine alone. */
  readonly icecastUrl: string;
  readonly docker: Docker;
  readonly project: string;
  readonly publicIp: string;
  readonly turnPort: number;
  readonly turnTlsPort: number;
  /** Of Caddy, when the profile tls is on. */
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly relayPorts: { readonly min: number; readonly max: number };
  /** The settings it was started with, and the ports that are to be open. */
  readonly environment: Readonly<Record<string, string>>;
  readonly declaredPorts: { readonly tcp: readonly number[]; readonly udp: readonly number[] };
  /** By the names of their files. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Runs `docker compose` on it; `env` comes on top of the settings. */
  compose(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  container(service: Service): Promise<Docker.Container>;
};
