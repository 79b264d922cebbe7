import { describe, expect, it } from '@jest/globals';
import { asSomeoneNamed, hasName } from '../../src/postgres/run-as.js';

describe('whoever the bundled Postgres runs as', () => {
  const unknown = () => {
    throw new Error('ENOENT: no such user');
  };

  it('has a name where the system knows one', () => {
    expect(hasName({}, () => ({ username: 'someone' }))).toBe(true);
    expect(hasName({ uid: 65534, gid: 65534 }, unknown)).toBe(true);
  });

  it('is lent one, for preparing the server, where there is only a number', () => {
    expect(hasName({}, unknown)).toBe(false);
    expect(asSomeoneNamed(['/bin/initdb', '--username=postgres'])).toEqual([
      'unshare',
      '--map-user=65534',
      '/bin/initdb',
      '--username=postgres',
    ]);
  });
});
