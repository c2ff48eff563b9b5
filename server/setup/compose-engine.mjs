// The engine for the tests of the compose stack, with what it needs installed first where that may be done without asking.

import { answers, openEngine, USUAL_HOST } from './engine.mjs';
import { ownPlace } from './prepare.mjs';
import { engineRequirements, standInRequirements } from './requirements.mjs';
import { ensureRequirements, howToInstall } from './system-packages.mjs';

/**
 * @param {{ progress: import('./progress.mjs').Progress, signal: AbortSignal }} options
 * @returns {Promise<import('./engine.mjs').Engine | { missing: string }>}
 */
export async function composeEngine({ progress, signal }) {
  const { env, cacheDir } = ownPlace();
  const isRoot = process.getuid?.() === 0;
  if (isRoot && (await howToInstall(env.PATH)).prefix !== undefined) {
    const runs = await answers(env.DOCKER_HOST ?? USUAL_HOST);
    const requirements = runs ? standInRequirements : [...engineRequirements, ...standInRequirements];
    try {
      await ensureRequirements({ requirements, path: env.PATH, progress, signal });
    } catch (error) {
      signal.throwIfAborted();
      return { missing: error instanceof Error ? error.message : String(error) };
    }
  }
  return openEngine({ env, cacheDir });
}
