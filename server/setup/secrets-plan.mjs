// What `npm run secrets` writes: which files, and the text of .env. Pure: knows no disk.

/** The files of the folder .secrets, each with 32 random bytes. Compose gives each container those that it needs. */
export const SECRET_FILES = [
  'owner-token',
  'icecast-source-password',
  'icecast-admin-password',
  'icecast-relay-password',
  'turn-secret',
  'grafana-password',
];

/**
 * What the operator wishes.
 * @typedef {object} Wishes
 * @property {string | undefined} domain The name of the studio; Caddy gets a certificate for it.
 * @property {string | undefined} ip The address by which browsers reach the machine.
 * @property {string | undefined} into Another folder than the clone.
 */

/**
 * Reads `--domain NAME`, `--ip ADDRESS` and `--into FOLDER`, also written with an equals sign.
 * @param {readonly string[]} args
 * @returns {Wishes | { problem: string }}
 */
export function readWishes(args) {
  /** @type {Record<string, string>} */
  const values = {};
  const words = args.flatMap((arg) => {
    const at = arg.indexOf('=');
    return arg.startsWith('--') && at > 0 ? [arg.slice(0, at), arg.slice(at + 1)] : [arg];
  });
  for (let at = 0; at < words.length; at += 2) {
    const [name = '', value = ''] = words.slice(at, at + 2);
    if (!['--domain', '--ip', '--into'].includes(name)) {
      return { problem: `"${name}" is not known. Use: npm run secrets -- --domain NAME --ip ADDRESS` };
    }
    if (name === '--into' ? value === '' : !/^[\w.:-]+$/.test(value)) {
      return { problem: `${name} needs a value.` };
    }
    values[name] = value;
  }
  return { domain: values['--domain'], ip: values['--ip'], into: values['--into'] };
}

/**
 * The first address of this machine that others can reach.
 * @param {NodeJS.Dict<import('node:os').NetworkInterfaceInfo[]>} interfaces
 * @returns {string | undefined}
 */
export function ownAddress(interfaces) {
  const addresses = Object.entries(interfaces)
    // The engine's own bridges lead nowhere from outside.
    .filter(([name]) => !/^(docker|br-|veth|virbr)/.test(name))
    .flatMap(([, list]) => list ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/**
 * The text of .env, made of the example: its comments stay, what is known is filled in.
 * @param {string} example
 * @param {{ domain: string | undefined, ip: string, workers: number }} known
 * @returns {string}
 */
export function environmentText(example, { domain, ip, workers }) {
  const firstPort = 40_000;
  /** @type {Record<string, string>} */
  const values = {
    PUBLIC_IP: ip,
    MEDIASOUP_NUM_WORKERS: String(workers),
    MEDIASOUP_PORTS: `${firstPort}-${firstPort + workers - 1}`,
    ...(domain === undefined
      ? { ICECAST_PUBLIC_URL: 'http://localhost:8000' }
      : {
          PUBLIC_URL: `https://${domain}`,
          DOMAIN: domain,
          COMPOSE_PROFILES: 'tls',
          TRUST_PROXY: '1',
          ICECAST_PUBLIC_URL: `https://${domain}`,
          ICECAST_HOSTNAME: domain,
        }),
  };
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^#?${name}=.*$`, 'm'), () => `${name}=${value}`),
    example,
  );
}

/**
 * The owner's link.
 * @param {string} environment The text of .env.
 * @param {string} token
 * @returns {string}
 */
export function ownerLink(environment, token) {
  const url = /^PUBLIC_URL=(.*)$/m.exec(environment)?.[1] ?? '';
  return `${url.trim().replace(/\/$/, '')}/claim/${token}`;
}
