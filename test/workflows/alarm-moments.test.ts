import { describe, expect, it } from '@jest/globals';
import { fc } from '../helpers/properties.js';
import {
  gravestOf,
  MOMENT_KINDS,
  type AlarmMoment,
  type MomentKind,
} from '../../workflows/timescales/alarm-moments.js';

const moment = (kind: MomentKind, to = 'owner'): AlarmMoment => ({
  kind,
  at: '2026-01-13T00:00:00.000Z',
  to,
});

describe('of several moments that are over', () => {
  it('[ROL-4] the owner hears only of the gravest', () => {
    expect(gravestOf([moment('warning'), moment('dueSoon'), moment('breached')])).toEqual([
      moment('breached'),
    ]);
  });

  it('[ROL-5] each who is to hear of any hears of the gravest of their own', () => {
    const all = [
      moment('dueSoon'),
      moment('breached'),
      moment('escalated', 'manager'),
      moment('critical', 'manager'),
    ];
    expect(gravestOf(all)).toEqual([moment('breached'), moment('critical', 'manager')]);
  });

  it('nobody hears of two at once, and nobody is left out', () => {
    const moments = fc.array(
      fc.record({
        kind: fc.constantFrom(...MOMENT_KINDS),
        at: fc.constant('2026-01-13T00:00:00.000Z'),
        to: fc.constantFrom('owner', 'manager', 'commissioning lead'),
      }),
    );
    fc.assert(
      fc.property(moments, (all) => {
        const heard = gravestOf(all).map(({ to }) => to);
        expect([...heard].sort()).toEqual([...new Set(all.map(({ to }) => to))].sort());
      }),
    );
  });
});
