import { describe, expect, test } from 'vitest';
import { chosenRoute } from '../../../studio-web/media/network-route.ts';
import { networkVerdict } from '../../../studio-web/media/network-verdict.ts';

const UDP = { protocol: 'udp', roundTripMs: 12 } as const;
const TCP = { protocol: 'tcp', roundTripMs: 40 } as const;

test.each([
  [
    'a direct way over UDP is good',
    { direct: UDP, relay: UDP },
    { kind: 'good', roundTripMs: 12, relayMissing: false },
  ],
  [
    'a missing relay is told',
    { direct: UDP, relay: null },
    { kind: 'good', roundTripMs: 12, relayMissing: true },
  ],
  ['TCP works', { direct: TCP, relay: UDP }, { kind: 'tcp', roundTripMs: 40, relayMissing: false }],
  ['the relay works', { direct: null, relay: TCP }, { kind: 'relay', roundTripMs: 40 }],
  ['nothing works', { direct: null, relay: null }, { kind: 'blocked' }],
] as const)('%s', (_name, trial, verdict) => {
  expect(networkVerdict(trial)).toEqual(verdict);
});

describe('the chosen route', () => {
  const report = (candidate: object, pair: object = { currentRoundTripTime: 0.012 }) =>
    new Map<string, unknown>([
      ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
      ['P', { type: 'candidate-pair', localCandidateId: 'L', ...pair }],
      ['Q', { type: 'candidate-pair', localCandidateId: 'M', currentRoundTripTime: 9 }],
      ['L', { type: 'local-candidate', ...candidate }],
    ]);

  test('is that of the selected pair', () => {
    expect(chosenRoute(report({ candidateType: 'host', protocol: 'udp' }))).toEqual({
      isRelay: false,
      protocol: 'udp',
      roundTripMs: 12,
    });
  });

  test('through a relay has the protocol towards the relay', () => {
    const relayed = report({ candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' }, {});
    expect(chosenRoute(relayed)).toEqual({ isRelay: true, protocol: 'tcp', roundTripMs: null });
  });

  test('is unknown before there is one', () => {
    expect(chosenRoute(new Map([['T', { type: 'transport' }]]))).toBeNull();
  });
});
