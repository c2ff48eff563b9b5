import { describe, expect, it } from 'vitest';
import { BusyTime } from '../../../server/live-path/busy-time.ts';

describe('how long a packet may have waited for the thread', () => {
  it('is nothing while the thread only waits', () => {
    const busy = new BusyTime(1000, 900);
    expect(busy.at(1020, 920)).toBe(0);
    expect(busy.at(1040, 940)).toBe(0);
  });

  it('is as long as the thread was busy before it read the packet', () => {
    const busy = new BusyTime(1000, 900);
    expect(busy.at(1060, 910)).toBe(50);
    expect(busy.at(1080, 930)).toBe(0);
  });

  it('holds for every packet that is read before the thread waits again', () => {
    const busy = new BusyTime(1000, 900);
    expect(busy.at(1060, 910)).toBe(50);
    expect(busy.at(1061, 910)).toBe(51);
    expect(busy.at(1062, 910)).toBe(52);
  });

  it('is never less than nothing when the two clocks disagree', () => {
    expect(new BusyTime(1000, 900).at(1010, 911)).toBe(0);
  });
});
