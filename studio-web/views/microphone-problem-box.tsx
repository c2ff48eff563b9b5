/** Says why there is no microphone and what to do, with a button to try again where that can help. */
import type { JSX } from 'react';
import type { MicrophoneProblem } from '../media/microphone-problem.ts';
import { classNames } from '../parts/class-names.ts';
import { HelpLink } from '../parts/help-link.tsx';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { MICROPHONE_PROBLEMS, TEXTS } from '../texts/texts.ts';
import styles from './microphone-problem-box.module.css';

export function MicrophoneProblemBox({ problem }: { problem: MicrophoneProblem }): JSX.Element {
  const { microphone } = useStudio();
  const { what, next } = MICROPHONE_PROBLEMS[problem];
  const isCurable = problem !== 'insecure' && problem !== 'unsupported';
  return (
    <div className={classNames(controls.problem, styles.box)} role="alert">
      <div>
        <strong>{what}</strong>
        {next} <HelpLink code={`microphone_${problem}`} />
      </div>
      {isCurable && (
        <button
          type="button"
          className={classNames(controls.button, controls.small)}
          onClick={() => void microphone.open()}
        >
          {TEXTS.greenRoom.retry}
        </button>
      )}
    </div>
  );
}
