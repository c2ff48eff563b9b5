/** A link as a QR code, for the phone of somebody in the same room. The encoder is loaded when the first one is wanted. */
import { type JSX, useEffect, useState } from 'react';
import styles from './qr-code.module.css';

/** The standard asks for four modules of white around the code (ISO/IEC 18004, 9.1). */
const QUIET_MODULES = 4;

export function QrCode({ text, name }: { text: string; name: string }): JSX.Element {
  const [modules, setModules] = useState<readonly (readonly boolean[])[] | null>(null);

  useEffect(() => {
    let isCurrent = true;
    void import('qr').then(({ encodeQR }) => {
      if (isCurrent) setModules(encodeQR(text, 'raw', { border: QUIET_MODULES }));
    });
    return () => {
      isCurrent = false;
    };
  }, [text]);

  const size = modules?.length ?? 0;
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name}>
      <path d={modules === null ? '' : pathOf(modules)} />
    </svg>
  );
}

/** A square for each dark module. */
function pathOf(modules: readonly (readonly boolean[])[]): string {
  return modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
}
