// A process that owns a supervised program and does nothing else; the test kills it.
import { SupervisedChild } from '../../../server/process/supervised-child.ts';

const [file = '', ...args] = process.argv.slice(2);
const silent = () => {};
const child = await SupervisedChild.start({
  name: 'owned program',
  command: { file, args },
  probe: async () => {},
  log: { debug: silent, info: silent, warn: silent },
});
process.stdout.write(`${child.pid}\n`);
