// `npm run doctor`: looks at this machine and these settings and says what to fix. Changes and installs nothing.

import { runCli } from './cli.mjs';
import { checkDisk } from './doctor-disk.mjs';
import { checkAddresses, checkIcecastUrl, checkPorts } from './doctor-network.mjs';
import { checkPrograms, checkRuntime } from './doctor-programs.mjs';
import { formatFindings, summarize } from './doctor-report.mjs';
import { checkSettings, readDoctorSettings } from './doctor-settings.mjs';
import { ownPlace } from './prepare.mjs';

await runCli(async () => {
  const place = ownPlace();
  const settings = readDoctorSettings(place.env);
  const findings = [
    ...(await checkRuntime(place)),
    ...(await checkSettings(place)),
    ...(await checkPrograms(place, settings.ffmpeg)),
    ...(settings.icecastUrl === undefined ? [] : [await checkIcecastUrl(settings.icecastUrl)]),
    ...(await checkPorts(settings)),
    ...(await checkDisk(settings.dataDir)),
    ...checkAddresses(settings),
  ];
  process.stdout.write(`${formatFindings(findings)}\n\n${summarize(findings)}\n`);
  return findings.some(({ status }) => status === 'fail') ? 1 : 0;
});
