import { describe, expect, it } from '@jest/globals';
import { ProtocolChanged } from '../../src/places/places.js';
import { withWayOut } from '../../src/web/start-web.js';

describe('a protocol that has changed under its cases', () => {
  const changed = ProtocolChanged.of('sefton', 'sefton-v13');

  it('is told of with how to begin again, where the bundled server has the cases', () => {
    expect(withWayOut(changed, true)).toMatchObject({
      name: 'ProtocolChanged',
      message: expect.stringMatching(/sefton-v13 .* new version.* remove the folder .*\.data\/postgres/),
    });
  });

  it('never has anyone remove a database of their own', () => {
    expect(withWayOut(changed, false)).toBe(changed);
  });

  it('is the only failure that is told of otherwise', () => {
    const other = new Error('another');

    expect(withWayOut(other, true)).toBe(other);
  });
});
