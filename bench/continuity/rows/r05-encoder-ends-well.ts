/** R5: the encoder ends by itself and says that all is well. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { descendant } from '../../../test/support/child-processes.ts';
import type { Closings } from '../closings.ts';
import type { FaultRow } from '../fault-row.ts';
import type { StageOptions } from '../stage.ts';
import { encoderFault } from './encoder-fault.ts';

const WRAPPER_NAME = 'ffmpeg-that-ends-well';

/** Runs ffmpeg and, told to, ends it and answers with success. The pipes of the encoder pass through; a shell gives what runs behind it /dev/null to read. */
const WRAPPER = `#!/bin/sh
exec 9<&0
ffmpeg "$@" <&9 9<&- &
encoder=$!
trap 'kill -9 $encoder; exit 0' USR1
trap 'kill -TERM $encoder' TERM
wait $encoder
`;

async function withWrapper(closings: Closings): Promise<StageOptions> {
  const folder = closings.add(await mkdtemp(path.join(tmpdir(), 'openstudio-wrapper-')), (it) =>
    rm(it, { recursive: true, force: true }),
  );
  const wrapper = path.join(folder, WRAPPER_NAME);
  await writeFile(wrapper, WRAPPER, { mode: 0o755 });
  return { env: { FFMPEG_PATH: wrapper } };
}

export const encoderEndsWell: FaultRow = {
  id: 'R5',
  title: 'The encoder ends with code 0, unasked',
  method:
    'ffmpeg runs behind a wrapper that ends it and itself with exit code 0. From the signal until the decoded mount has every tone again.',
  target: '≤ 1.5 s, 0 dropped',
  unit: 's',
  limit: 1.5,
  repeats: { quick: 3, full: 20 },
  keepsSources: true,
  stage: withWrapper,
  run: (stage) =>
    encoderFault(stage, () =>
      process.kill(descendant(stage.server.pid, new RegExp(WRAPPER_NAME)).pid, 'SIGUSR1'),
    ),
};
