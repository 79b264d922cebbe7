import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CaseAccess, WhyClosed } from '../../access/case-access.js';
import { CaseDoors } from '../../panel/case-doors.js';
import type { ItemClosed } from '../../panel/item-state.js';
import { callerOf } from './caller.js';
import { isId } from './ids.js';
import { ProblemError } from './problem.js';
import { isOfCase, type Route } from './route.js';
import { visitOf, type Through } from './visit.js';

interface Reason {
  clause: string;
  words: string;
  /** What would open it, if anything. */
  missing?: string;
  /** The page that helps on: that of the item, the agenda, or the referral. */
  see: 'item' | 'agenda' | 'home' | 'referral';
}

const WHY: Readonly<Record<WhyClosed | 'packOnly' | 'referralOnly', Reason>> = {
  conflict: {
    clause: 'PAN-3',
    words:
      'You declared an interest that excludes you from deciding this case, so its record is closed to you.',
    missing: 'a later declaration, which the panel coordinator records, if that was a mistake',
    see: 'agenda',
  },
  notTheirs: {
    clause: 'CHK-1',
    words: 'A referrer sees the children they referred or took part for, and this is none of them.',
    see: 'home',
  },
  undeclared: {
    clause: 'PAN-3',
    words: 'You have not yet said whether you have an interest in this case. Nothing of it is shown before.',
    missing: 'your declaration',
    see: 'item',
  },
  minutesApproved: {
    clause: 'PAN-4',
    words: 'The minutes of the meeting are approved: what the panel read in order to decide is closed again.',
    see: 'agenda',
  },
  onNoAgenda: {
    clause: 'PAN-1',
    words: 'The panel sees a case through the agenda of a meeting, and this one is not on any.',
    see: 'agenda',
  },
  packOnly: {
    clause: 'PAN-5',
    words:
      'The panel reads the pack of a case, which leaves out what is not for its decision, not the whole record.',
    see: 'item',
  },
  referralOnly: {
    clause: 'CHK-7',
    words:
      'A referrer sees where the child’s case is, what is asked of them, what was decided and why, and when it is reviewed; not the whole record.',
    see: 'referral',
  },
};

/** The address at which whoever referred sees a case. */
const referralAddress = (caseId: string): string => `/cases/${caseId}/referral`;

/** The address of an item of a meeting. */
const itemAddress = (meeting: string, caseId: string): string => `/meetings/${meeting}/items/${caseId}`;

function closed(why: keyof typeof WHY, meeting: string | null, caseId: string): ProblemError {
  const { clause, words, missing, see } = WHY[why];
  const agenda = meeting === null ? '/meetings' : `/meetings/${meeting}`;
  return new ProblemError('case-closed', words, {
    refusals: [{ clauses: [clause], message: words, missing: missing === undefined ? [] : [missing] }],
    seeInstead: {
      home: '/',
      agenda,
      item: meeting === null ? agenda : itemAddress(meeting, caseId),
      referral: referralAddress(caseId),
    }[see],
  });
}

/** The problem that answers whoever asks for an item of a meeting that is closed to them. */
export const itemClosed = (why: ItemClosed, meeting: string, caseId: string): ProblemError =>
  closed(why === 'toDeclare' ? 'undeclared' : why, meeting, caseId);

const throughOf = (access: Extract<CaseAccess, { kind: 'item' | 'referral' }>, caseId: string): Through =>
  access.kind === 'item'
    ? { kind: 'item', home: itemAddress(access.meeting, caseId) }
    : { kind: 'referral', home: referralAddress(caseId) };

/** Stands before every page and operation of a case: it is for those alone to whom that case is open (PAN-3, CHK-1). */
@Injectable()
export class CaseGuard {
  constructor(private readonly doors: CaseDoors) {}

  /** Throws a ProblemError where the case is closed to whoever asks, or open only as far as the panel or the referrer needs it. */
  async check(route: Route, request: FastifyRequest): Promise<void> {
    const id = (request.params as { id?: string }).id;
    const caller = callerOf(request);
    if (!isOfCase(route) || !caller || id === undefined || !isId(id)) return;
    const access: CaseAccess = await this.doors.accessOf(caller, id.toLowerCase());
    if (access.kind === 'closed') throw closed(access.why, access.meeting, id);
    if (access.kind === 'whole') return;
    const through = throughOf(access, id.toLowerCase());
    if (access.kind === 'item' ? !route.throughItem : !route.throughReferral)
      throw access.kind === 'item'
        ? closed('packOnly', access.meeting, id)
        : closed('referralOnly', null, id);
    const visit = visitOf(request);
    if (visit) visit.through = through;
  }
}
