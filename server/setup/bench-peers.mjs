// What the benches compare with and make faults with, besides the programs that the studio itself uses.

/** @typedef {import('./requirements.mjs').Requirement} Requirement */

/** @type {readonly Requirement[]} */
export const benchPeers = [
  named('Liquidsoap', 'liquidsoap'),
  named('Janus', 'janus'),
  named('iptables', 'iptables'),
  libfaketime(),
];

/**
 * @param {string} name
 * @param {string} command The name of its package, too.
 * @returns {Requirement}
 */
function named(name, command) {
  const packages = { 'apt-get': command, dnf: command, pacman: command, apk: command, brew: command };
  return { name, commands: [command], packages };
}

/**
 * Debian has the command and the library apart, and the command brings the library.
 * @returns {Requirement}
 */
function libfaketime() {
  const { packages } = named('libfaketime', 'libfaketime');
  return {
    name: 'libfaketime',
    commands: ['faketime'],
    packages: { ...packages, 'apt-get': 'faketime' },
  };
}
