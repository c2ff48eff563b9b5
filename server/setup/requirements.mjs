// What the studio needs from the operating system besides Node, and what each package manager calls it. Pure.

/** @typedef {'apt-get' | 'dnf' | 'pacman' | 'apk' | 'brew'} PackageManager */

/**
 * @typedef {object} Requirement
 * @property {string} name What people call it.
 * @property {readonly string[]} [commands] One of these must be on the PATH.
 * @property {string} [library] Or pkg-config must know this.
 * @property {Readonly<Record<PackageManager, string>>} packages
 */

/**
 * @param {string} name
 * @returns {Record<PackageManager, string>}
 */
function everywhere(name) {
  return { 'apt-get': name, dnf: name, pacman: name, apk: name, brew: name };
}

/** @type {Requirement} */
const ffmpeg = {
  name: 'ffmpeg',
  commands: ['ffmpeg'],
  packages: { ...everywhere('ffmpeg'), dnf: 'ffmpeg-free' },
};

/** @type {Requirement} */
const icecast = {
  name: 'Icecast',
  commands: ['icecast2', 'icecast'],
  packages: { ...everywhere('icecast'), 'apt-get': 'icecast2' },
};

/** @type {Requirement} */
const coturn = { name: 'coturn', commands: ['turnserver'], packages: everywhere('coturn') };

/** The commands that are a Chromium, the distributions' own first. */
export const chromiumCommands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @type {Requirement} */
const chromium = {
  name: 'Chromium',
  commands: chromiumCommands,
  packages: { ...everywhere('chromium') },
};

/**
 * What makes networks on this machine (network_namespaces(7)) for the tests in which somebody's changes or becomes narrow.
 * @type {readonly Requirement[]}
 */
const networkTools = [
  { name: 'iproute2', commands: ['ip'], packages: { ...everywhere('iproute2'), dnf: 'iproute' } },
  { name: 'iptables', commands: ['iptables'], packages: { ...everywhere('iptables'), dnf: 'iptables-nft' } },
];

/**
 * What the mediasoup worker is compiled with.
 * @type {readonly Requirement[]}
 */
export const workerBuildRequirements = [
  {
    name: 'a C++ compiler',
    commands: ['g++', 'clang++', 'c++'],
    packages: { 'apt-get': 'g++', dnf: 'gcc-c++', pacman: 'gcc', apk: 'g++', brew: 'gcc' },
  },
  { name: 'Meson', commands: ['meson'], packages: everywhere('meson') },
  {
    name: 'Ninja',
    commands: ['ninja'],
    packages: { ...everywhere('ninja'), 'apt-get': 'ninja-build', dnf: 'ninja-build' },
  },
  {
    name: 'pkg-config',
    commands: ['pkg-config'],
    packages: { ...everywhere('pkgconf'), 'apt-get': 'pkg-config', dnf: 'pkgconf-pkg-config' },
  },
  {
    name: 'the FlatBuffers compiler',
    commands: ['flatc'],
    packages: {
      ...everywhere('flatbuffers'),
      'apt-get': 'flatbuffers-compiler',
      dnf: 'flatbuffers-compiler',
    },
  },
  {
    name: 'FlatBuffers',
    library: 'flatbuffers',
    packages: {
      ...everywhere('flatbuffers-dev'),
      'apt-get': 'libflatbuffers-dev',
      dnf: 'flatbuffers-devel',
      pacman: 'flatbuffers',
      brew: 'flatbuffers',
    },
  },
  {
    name: 'libuv',
    library: 'libuv',
    packages: {
      'apt-get': 'libuv1-dev',
      dnf: 'libuv-devel',
      pacman: 'libuv',
      apk: 'libuv-dev',
      brew: 'libuv',
    },
  },
  {
    name: 'OpenSSL',
    library: 'openssl',
    packages: {
      'apt-get': 'libssl-dev',
      dnf: 'openssl-devel',
      pacman: 'openssl',
      apk: 'openssl-dev',
      brew: 'openssl@3',
    },
  },
  {
    name: 'libsrtp 2',
    library: 'libsrtp2',
    packages: {
      'apt-get': 'libsrtp2-dev',
      dnf: 'libsrtp-devel',
      pacman: 'libsrtp',
      apk: 'libsrtp-dev',
      brew: 'srtp',
    },
  },
  {
    name: 'Abseil',
    library: 'absl_flat_hash_map',
    packages: {
      'apt-get': 'libabsl-dev',
      dnf: 'abseil-cpp-devel',
      pacman: 'abseil-cpp',
      apk: 'abseil-cpp-dev',
      brew: 'abseil',
    },
  },
];

/**
 * What the tests of the compose stack need where no engine runs.
 * @type {readonly Requirement[]}
 */
export const engineRequirements = [
  {
    name: 'the Docker engine',
    commands: ['dockerd'],
    packages: { ...everywhere('docker'), 'apt-get': 'docker.io', dnf: 'moby-engine' },
  },
];

/**
 * What they need to make base images themselves.
 * @type {readonly Requirement[]}
 */
export const standInRequirements = [
  { name: 'debootstrap', commands: ['debootstrap'], packages: everywhere('debootstrap') },
];

/**
 * What a run needs. The tests use this machine's programs, whatever the studio is configured to use; CHROMIUM_PATH gives them a browser. An ffmpeg given by path, or an Icecast or a TURN server somewhere else, needs none here.
 * `networks`: whether networks can be made here, which takes Linux and root; tests that need one are left out elsewhere.
 * @param {{ tests: boolean, networks?: boolean, env: NodeJS.ProcessEnv }} options
 * @returns {Requirement[]}
 */
export function runRequirements({ tests, networks = false, env }) {
  /** @type {Requirement[]} */
  const list = [];
  if (tests || !env.FFMPEG_PATH) {
    list.push(ffmpeg);
  }
  if (tests || !env.ICECAST_URL) {
    list.push(icecast);
  }
  if (tests || !env.TURN_URLS) {
    list.push(coturn);
  }
  if (tests && !env.CHROMIUM_PATH) {
    list.push(chromium);
  }
  if (tests && networks) {
    list.push(...networkTools);
  }
  return list;
}

/**
 * What is not there.
 * @param {readonly Requirement[]} requirements
 * @param {{ hasCommand: (name: string) => boolean, hasLibrary: (name: string) => boolean }} host
 * @returns {Requirement[]}
 */
export function missingRequirements(requirements, { hasCommand, hasLibrary }) {
  return requirements.filter(
    ({ commands, library }) =>
      !(commands?.some(hasCommand) ?? false) && !(library !== undefined && hasLibrary(library)),
  );
}

/**
 * The packages to install, each once, in the order of the list.
 * @param {readonly Requirement[]} missing
 * @param {PackageManager} manager
 * @returns {string[]}
 */
export function packageNames(missing, manager) {
  return [...new Set(missing.map(({ packages }) => packages[manager]))];
}

/**
 * The line a person types to install packages.
 * @param {PackageManager} manager
 * @param {readonly string[]} packages
 * @param {{ isRoot: boolean }} person
 * @returns {string}
 */
export function installLine(manager, packages, { isRoot }) {
  const names = packages.join(' ');
  const sudo = isRoot ? '' : 'sudo ';
  switch (manager) {
    case 'apt-get':
      return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names}`;
    case 'dnf':
      return `${sudo}dnf install -y ${names}`;
    case 'pacman':
      return `${sudo}pacman -S --needed ${names}`;
    case 'apk':
      return `${sudo}apk add ${names}`;
    case 'brew':
      return `brew install ${names}`;
  }
}
