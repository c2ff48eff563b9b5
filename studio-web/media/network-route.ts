/** Reads from WebRTC's statistics which way a connection goes and how it fares (webrtc-stats, sections 8.13 and 8.14). */
import * as z from 'zod/mini';
import type { Route } from './network-verdict.ts';

const transport = z.object({ type: z.literal('transport'), selectedCandidatePairId: z.string() });
const pair = z.object({
  type: z.literal('candidate-pair'),
  localCandidateId: z.string(),
  currentRoundTripTime: z.optional(z.number()),
});
const candidate = z.object({
  type: z.literal('local-candidate'),
  candidateType: z.string(),
  protocol: z.string(),
  relayProtocol: z.optional(z.string()),
});

export type ChosenRoute = Route & { readonly isRelay: boolean };

/** Entries of an RTCStatsReport. Null before a pair of candidates was chosen. */
export function chosenRoute(report: ReadonlyMap<string, unknown>): ChosenRoute | null {
  const chosen = [...report.values()]
    .map((entry) => z.safeParse(transport, entry))
    .find((each) => each.success);
  const used = z.safeParse(pair, report.get(chosen?.data?.selectedCandidatePairId ?? ''));
  if (!used.success) return null;
  const local = z.safeParse(candidate, report.get(used.data.localCandidateId));
  if (!local.success) return null;
  const { candidateType, protocol, relayProtocol } = local.data;
  const seconds = used.data.currentRoundTripTime;
  return {
    isRelay: candidateType === 'relay',
    protocol: (relayProtocol ?? protocol) === 'udp' ? 'udp' : 'tcp',
    roundTripMs: seconds === undefined ? null : seconds * 1000,
  };
}
