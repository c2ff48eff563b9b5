// Prints what is wrong with the settings in the environment, one problem per line. Runs on the Node of the studio.

import { ConfigProblem, readConfig } from '../config.ts';

try {
  readConfig(process.env);
} catch (error) {
  if (!(error instanceof ConfigProblem)) {
    throw error;
  }
  process.stdout.write(`${error.problems.join('\n')}\n`);
}
