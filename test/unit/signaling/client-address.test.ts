import { expect, it } from 'vitest';
import { clientAddress } from '../../../server/signaling/client-address.ts';

const from = (forwarded?: string | string[]) => ({
  socket: { remoteAddress: '10.0.0.1' },
  headers: { 'x-forwarded-for': forwarded },
});

it('does not read the header of strangers', () => {
  expect(clientAddress(from('1.2.3.4'), false)).toBe('10.0.0.1');
});

it.each([
  ['6.6.6.6, 1.2.3.4', '1.2.3.4'],
  [['6.6.6.6', '1.2.3.4'], '1.2.3.4'],
  ['1.2.3.4', '1.2.3.4'],
  ['', '10.0.0.1'],
  [undefined, '10.0.0.1'],
])('behind a proxy of ours takes the last of %j', (forwarded, address) => {
  expect(clientAddress(from(forwarded), true)).toBe(address);
});

it('has an answer for a connection that is gone', () => {
  expect(clientAddress({ socket: {}, headers: {} }, false)).toBe('unknown');
});
