/** What a row of the performance table is made of: what it claims, and how it is measured. */
import type { BenchMode, BenchRow, Verdict } from '../report/row.ts';
import { isVoid, SPREAD_MAX } from '../report/statistics.ts';

export type RowContext = {
  readonly mode: BenchMode;
  /** Interleaved pairs of a run of ours and one of the peer. */
  readonly pairs: number;
  /** Says what is being done, for the person who waits. */
  readonly say: (text: string) => void;
};

type Claims = 'id' | 'title' | 'method' | 'target' | 'limit';

/** What a measurement gives; the rest of the row is said by the row itself. */
export type RowOutcome = Omit<BenchRow, Claims>;

export type PerformanceRow = Pick<BenchRow, Claims> & {
  /** May throw: PeerMissing when the peer cannot be run here, anything else when something broke. */
  measure(context: RowContext): Promise<RowOutcome>;
};

/** Nothing measured. */
export const NOTHING_MEASURED = {
  ...{ peer: null, ours: null, peerFigure: null, ratio: null, spread: null },
  ...{ verdict: 'not run', note: '', details: [] },
} as const satisfies RowOutcome;

/** One of the conditions that make a target. */
export type Condition = { readonly text: string; readonly isMet: boolean };

/**
 * The verdict, and a note that says which conditions of a target with several were met. `void` when the peer's own runs scattered too much for
 * a ratio; conditions without a peer are judged all the same.
 */
export function verdictOf(
  measured: { readonly spread: number | null },
  conditions: readonly Condition[],
  ...remarks: readonly string[]
): { readonly verdict: Verdict; readonly note: string } {
  const isMet = conditions.every((condition) => condition.isMet);
  const [met, missed] = [true, false].map((which) =>
    conditions.filter((condition) => condition.isMet === which).map(({ text }) => text),
  );
  const voided = isVoid(measured)
    ? `Void: the peer's own runs lie more than ${Math.round(100 * SPREAD_MAX)} % apart.`
    : '';
  const which =
    isMet || conditions.length < 2
      ? ''
      : [sentence('Met', met ?? []), sentence('Missed', missed ?? [])].join(' ').trim();
  return {
    verdict: isVoid(measured) ? 'void' : isMet ? 'met' : 'missed',
    note: notes(voided, which, ...new Set(remarks)),
  };
}

function sentence(word: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : `${word}: ${texts.join('; ')}.`;
}

/** Joins what is to be said; empty texts are left out. */
export function notes(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}

/** Runs ours and the peer in turn, so that what disturbs the machine for a while disturbs both; every other pair begins with the peer. */
export async function interleave<Ours, Peer>(
  pairs: number,
  ours: () => Promise<Ours>,
  peer: () => Promise<Peer>,
): Promise<readonly { readonly ours: Ours; readonly peer: Peer }[]> {
  const results: { ours: Ours; peer: Peer }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await ours();
      results.push({ ours: first, peer: await peer() });
    } else {
      const first = await peer();
      results.push({ ours: await ours(), peer: first });
    }
  }
  return results;
}
