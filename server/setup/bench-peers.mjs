// What the benches compare with, besides the programs that the studio itself uses.

/** @typedef {import('./requirements.mjs').Requirement} Requirement */

/** @type {readonly Requirement[]} */
export const benchPeers = [peer('Liquidsoap', 'liquidsoap'), peer('Janus', 'janus')];

/**
 * @param {string} name
 * @param {string} command The name of its package, too.
 * @returns {Requirement}
 */
function peer(name, command) {
  const packages = { 'apt-get': command, dnf: command, pacman: command, apk: command, brew: command };
  return { name, commands: [command], packages };
}
