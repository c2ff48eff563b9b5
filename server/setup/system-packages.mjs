// Installs what the studio needs from the operating system, where that may be done without asking.

import { fileURLToPath } from 'node:url';

import { findCommand } from './commands.mjs';
import { installLine, missingRequirements, packageNames } from './requirements.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {import('./requirements.mjs').Requirement} Requirement */
/** @typedef {import('./requirements.mjs').PackageManager} PackageManager */

/** @type {readonly PackageManager[]} */
const MANAGERS = ['apt-get', 'dnf', 'pacman', 'apk', 'brew'];

/** How many names a step's title shows. */
const LISTED_PACKAGES = 4;

const installScript = fileURLToPath(new URL('debian-install.sh', import.meta.url));

/**
 * What of `requirements` this machine lacks.
 * @param {readonly Requirement[]} requirements
 * @param {string} path The PATH to look in.
 * @returns {Promise<Requirement[]>}
 */
export async function findMissing(requirements, path) {
  /** @param {string} name */
  const hasCommand = (name) => findCommand(name, path) !== undefined;
  /** @type {Set<string>} */
  const libraries = new Set();
  for (const { library } of requirements) {
    if (library !== undefined && hasCommand('pkg-config')) {
      const { code } = await runCommand('pkg-config', ['--exists', library]);
      if (code === 0) {
        libraries.add(library);
      }
    }
  }
  return missingRequirements(requirements, { hasCommand, hasLibrary: (name) => libraries.has(name) });
}

/**
 * Installs what is missing with apt-get, as root or through a sudo that asks for no password. Everywhere else the
 * person is told what to type.
 * @param {object} options
 * @param {readonly Requirement[]} options.requirements
 * @param {string} options.path The PATH to look in.
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {AbortSignal} options.signal
 * @throws {SetupError} With the command to run.
 */
export async function ensureRequirements({ requirements, path, progress, signal }) {
  const missing = await findMissing(requirements, path);
  if (missing.length === 0) {
    return;
  }
  const names = missing.map(({ name }) => name).join(', ');
  const { manager, isRoot, prefix } = await howToInstall(path);
  if (manager === undefined) {
    throw new SetupError(`This machine lacks ${names}.`, { fix: 'Install that and start again.' });
  }
  const packages = packageNames(missing, manager);
  if (prefix === undefined) {
    throw new SetupError(
      `This machine lacks ${names}, and nothing may be installed without you. Run this, then start again:`,
      { fix: installLine(manager, packages, { isRoot }) },
    );
  }
  await installOnDebian({ prefix, packages, progress, signal });
  const still = await findMissing(requirements, path);
  if (still.length > 0) {
    throw new SetupError(`${still.map(({ name }) => name).join(', ')} cannot be found after installing it.`, {
      fix: `Look at what "${installLine(manager, packages, { isRoot })}" says.`,
    });
  }
}

/**
 * The package manager of this machine, and what to put before its command so that it may install without asking:
 * nothing as root, `sudo -n` where that works. No prefix: a person has to do it.
 * @param {string} path The PATH to look in.
 * @returns {Promise<{ manager: PackageManager | undefined, isRoot: boolean, prefix: string[] | undefined }>}
 */
export async function howToInstall(path) {
  const manager = MANAGERS.find((candidate) => findCommand(candidate, path) !== undefined);
  const isRoot = process.getuid?.() === 0;
  if (manager !== 'apt-get') {
    return { manager, isRoot, prefix: undefined };
  }
  if (isRoot) {
    return { manager, isRoot, prefix: [] };
  }
  const hasSudo =
    findCommand('sudo', path) !== undefined && (await runCommand('sudo', ['-n', 'true'])).code === 0;
  return { manager, isRoot, prefix: hasSudo ? ['sudo', '-n'] : undefined };
}

/**
 * @param {object} options
 * @param {readonly string[]} options.prefix
 * @param {readonly string[]} options.packages
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {AbortSignal} options.signal
 */
async function installOnDebian({ prefix, packages, progress, signal }) {
  const step = progress.step(`Installing Debian packages (${shortList(packages)})`);
  const watch = aptWatcher((detail) => {
    step.update(signal.aborted ? 'finishing this, then stopping' : detail);
  });
  const [command = 'sh', ...args] = [...prefix, 'sh', installScript, ...packages];
  // An interrupted dpkg leaves packages half configured. So a Ctrl-C does not reach it: it ends, then the setup stops.
  const { code, tail } = await runCommand(command, args, { onLine: watch, ownGroup: true });
  if (code !== 0) {
    step.fail();
    throw new SetupError('apt-get could not install the packages.', { fix: tail });
  }
  step.done();
  signal.throwIfAborted();
}

/**
 * A list that fits on a line.
 * @param {readonly string[]} names
 * @returns {string}
 */
function shortList(names) {
  const shown = names.slice(0, LISTED_PACKAGES).join(', ');
  return names.length > LISTED_PACKAGES ? `${shown} and ${names.length - LISTED_PACKAGES} more` : shown;
}

/**
 * Turns apt-get's lines into signs of life.
 * @param {(detail: string) => void} update
 * @returns {(line: string) => void}
 */
export function aptWatcher(update) {
  let total = 0;
  let configured = 0;
  return (line) => {
    const count = /(\d+) newly installed/.exec(line);
    const fetched = /^Get:(\d+) /.exec(line);
    const unpacking = /^Unpacking (\S+)/.exec(line);
    const settingUp = /^Setting up (\S+)/.exec(line);
    if (count) {
      total = Number(count[1]);
    } else if (fetched) {
      update(total === 0 ? 'reading the package lists' : `fetching [${fetched[1]}/${total}]`);
    } else if (unpacking) {
      update(`unpacking ${unpacking[1]}`);
    } else if (settingUp) {
      configured += 1;
      update(`setting up [${configured}/${total}]`);
    }
  };
}
