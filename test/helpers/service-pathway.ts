import { ALL_YES, CHECKLIST, CHILD, CONSENT, DECISION, levelsOf, MDT } from './pathway.js';
import type { Service } from './service.js';

const CASE = (id: string) => ({ kind: 'case' as const, id });
const MEETING = (id: string) => ({ kind: 'meeting' as const, id });

/** Test NHS numbers with a right check digit, one for each child of a suite. */
export function nhsNumbers(): () => string {
  let next = 100;
  return () => {
    for (;;) {
      const nine = `999${String((next += 1)).padStart(6, '0')}`;
      const sum = [...nine].reduce((total, digit, at) => total + (10 - at) * Number(digit), 0);
      const check = (11 - (sum % 11)) % 11;
      if (check !== 10) return `${nine}${check}`;
    }
  };
}

/** The main pathway through the service, told up to that point; each answers the id of its case. */
export class ServicePathway {
  private readonly number = nhsNumbers();

  constructor(private readonly service: Service) {}

  async opened(more: Record<string, unknown> = {}): Promise<string> {
    const child = { ...CHILD, nhsNumber: this.number(), ...more };
    const { subject } = await this.service.tell({ kind: 'case', id: null }, 'CASE_OPENED', child, {
      at: '2026-01-05T09:00',
    });
    return subject;
  }

  async received(): Promise<string> {
    const id = await this.opened();
    await this.service.tell(CASE(id), 'CONSENT_GIVEN', CONSENT);
    await this.service.tell(CASE(id), 'CHECKLIST_RECEIVED', CHECKLIST, { by: 'referrer' });
    return id;
  }

  async assessing(): Promise<string> {
    const id = await this.received();
    const { service } = this;
    await service.tell(
      CASE(id),
      'CHECKLIST_QUALITY_ASSURED',
      { complete: true, gaps: [] },
      { at: '2026-01-06' },
    );
    await service.tell(CASE(id), 'ASSESSOR_NAMED', { assessor: 'nurse' }, { by: 'manager' });
    const proceeded = { decidedOn: '2026-01-07', rationale: 'needs assessment' };
    await service.tell(CASE(id), 'CHECKLIST_PROCEEDED', proceeded, { at: '2026-01-07' });
    return id;
  }

  async signedOff(higher: Record<string, string> = { breathing: 'severe' }): Promise<string> {
    const id = await this.assessing();
    const { service } = this;
    await service.tell(CASE(id), 'MDT_HELD', MDT, { at: '2026-01-19T15:00' });
    for (const area of ['preferences', 'holistic', 'mdtReports']) {
      const evidence = { area, kind: 'report', dated: '2026-01-19', heldAt: 'the shared drive' };
      await service.tell(CASE(id), 'EVIDENCE_RECORDED', evidence);
    }
    for (const [domain, level] of Object.entries(levelsOf(higher))) {
      await service.tell(CASE(id), 'DOMAIN_SCORED', { domain, level, evidence: 'as observed' });
    }
    const recommendation = {
      completedOn: '2026-01-22',
      eligible: true,
      packageNeeded: true,
      rationale: 'as the levels show',
    };
    await service.tell(CASE(id), 'RECOMMENDATION_MADE', recommendation, { at: '2026-01-22' });
    await service.tell(CASE(id), 'ASSESSMENT_QUALITY_ASSURED', ALL_YES, {
      at: '2026-01-23',
      by: 'secondNurse',
    });
    return id;
  }

  async arranged(heldOn = '2026-02-04', more: Record<string, unknown> = {}): Promise<string> {
    const content = { heldOn, chair: 'chair', ...more };
    const sent = { by: 'coordinator' as const };
    return (await this.service.tell({ kind: 'meeting', id: null }, 'MEETING_ARRANGED', content, sent))
      .subject;
  }

  async listed(): Promise<{ id: string; meeting: string }> {
    const id = await this.signedOff();
    const meeting = await this.arranged();
    await this.service.tell(CASE(id), 'ITEM_LISTED', { meeting }, { by: 'coordinator', at: '2026-01-26' });
    return { id, meeting };
  }

  async attended(meeting: string): Promise<void> {
    const attendance = { present: ['chair', 'commissioner', 'headOfInclusion'], apologies: [] };
    await this.service.tell(MEETING(meeting), 'ATTENDANCE_RECORDED', attendance, {
      by: 'coordinator',
      at: '2026-02-04T14:00',
    });
  }

  async decided(decision: Record<string, unknown> = {}): Promise<{ id: string; meeting: string }> {
    const listed = await this.listed();
    await this.decide(listed, decision);
    return listed;
  }

  async decide(
    { id, meeting }: { id: string; meeting: string },
    decision: Record<string, unknown> = {},
  ): Promise<void> {
    await this.attended(meeting);
    await this.service.tell(CASE(id), 'PANEL_DECIDED', { ...DECISION, ...decision }, { by: 'chair' });
  }
}
