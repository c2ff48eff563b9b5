/** Tries the network before it matters, and says in one sentence what came out. */
import { type JSX, useState } from 'react';
import type { Role } from '#protocol/state.ts';
import { connectNetworkTest, endNetworkTest, openNetworkTest } from '../connection/http-api.ts';
import { type NetworkVerdict, networkVerdict } from '../media/network-verdict.ts';
import { classNames } from '../parts/class-names.ts';
import type { Studio } from '../store/studio.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './network-check.module.css';

type Step = 'untested' | 'testing' | 'failed' | NetworkVerdict;

export function NetworkCheck({ ownRole }: { ownRole: Role }): JSX.Element {
  const studio = useStudio();
  const [step, setStep] = useState<Step>('untested');

  const run = async (): Promise<void> => {
    if (step === 'testing') return;
    setStep('testing');
    setStep(await test(studio).catch(() => 'failed' as const));
  };

  return (
    <div className={styles.check}>
      <div className={styles.words}>
        <span className={styles.name}>{TEXTS.greenRoom.network}</span>
        <span className={classNames(styles.result, styles[lookOf(step)])} role="status">
          {sentence(step, ownRole)}
        </span>
      </div>
      <button
        type="button"
        className={classNames(controls.button, styles.run)}
        aria-disabled={step === 'testing'}
        onClick={() => void run()}
      >
        {TEXTS.greenRoom.networkTest}
      </button>
    </div>
  );
}

async function test({ credential }: Studio): Promise<NetworkVerdict> {
  // Few try their network, and everybody would load it.
  const { tryNetwork } = await import('../media/network-test.ts');
  const opened = await openNetworkTest(credential.kind === 'invite' ? credential.token : null);
  try {
    return networkVerdict(
      await tryNetwork(opened, (transportId, dtlsParameters) =>
        connectNetworkTest(opened.id, transportId, dtlsParameters),
      ),
    );
  } finally {
    endNetworkTest(opened.id);
  }
}

function sentence(step: Step, ownRole: Role): string {
  if (step === 'untested') return TEXTS.greenRoom.networkUnknown;
  if (step === 'testing') return TEXTS.greenRoom.networkTesting;
  if (step === 'failed') return TEXTS.greenRoom.networkFailed;
  if (step.kind === 'blocked') return TEXTS.network.blocked;
  const ms = step.roundTripMs === null ? '' : TEXTS.network.ms(Math.max(1, Math.round(step.roundTripMs)));
  const found = TEXTS.network[step.kind](ms);
  const isForHost = ownRole === 'host' && step.kind !== 'relay' && step.relayMissing;
  return isForHost ? `${found} ${TEXTS.network.relayMissing}` : found;
}

function lookOf(step: Step): 'plain' | 'good' | 'fair' | 'bad' {
  if (typeof step === 'string') return 'plain';
  switch (step.kind) {
    case 'good':
      return 'good';
    case 'tcp':
    case 'relay':
      return 'fair';
    case 'blocked':
      return 'bad';
  }
}
