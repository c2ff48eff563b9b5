import { describe, expect, it } from 'vitest';
import { findAccount } from '../../../server/process/account.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
icecast2:x:102:105::/usr/share/icecast2:/usr/sbin/nologin
fakeroot:x:0:0::/:/bin/sh
broken
`;

describe('the account of a program', () => {
  it('is the first one wanted that exists', () => {
    expect(findAccount(PASSWD, ['icecast2', 'nobody'])).toEqual({ name: 'icecast2', uid: 102, gid: 105 });
    expect(findAccount(PASSWD, ['icecast', 'nobody'])).toEqual({ name: 'nobody', uid: 65534, gid: 65534 });
  });

  it('is never root under another name, nor a broken entry', () => {
    expect(findAccount(PASSWD, ['root', 'fakeroot', 'broken', 'absent'])).toBeNull();
    expect(findAccount('', ['nobody'])).toBeNull();
  });
});
