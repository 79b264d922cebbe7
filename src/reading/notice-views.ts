import {
  aboutInWords,
  deadlinesAwaiting,
  type CaseRecord,
  type LocalDate,
  type Rules,
} from '../../workflows/protocol/index.js';
import { deadlineLine, type DeadlineRow } from './deadline-views.js';
import type { NoticeView, OwedNoticeView } from './views.js';

type Owed = Pick<NoticeView, 'process' | 'recipient' | 'form' | 'clause'> & {
  owed_by: number;
  owed_since: LocalDate;
};

/** A notice of a case as its row has it. */
export interface NoticeRow extends Owed {
  settled: Exclude<NoticeView['status'], 'owed'> | null;
  settled_by: number | null;
  /** What it was about, where everyone has been told. */
  about: string | null;
}

/** A notice that is still owed, with its case, as its row has it. */
export interface OwedNoticeRow extends Owed {
  case_id: string;
  reference: string;
  record: CaseRecord;
  protocol: string;
  calendar_version: string;
  assessor: string | null;
  assessor_name: string | null;
  now: string;
  /** Open deadlines of the case, the first one due first. */
  deadlines: DeadlineRow[];
}

const aboutOf = (about: unknown): NoticeView['about'] => {
  const id = typeof about === 'string' ? about : '';
  return { id, words: aboutInWords(id) };
};

const noticeIn = (record: CaseRecord, id: string) => record.processes[id];

/** A notice of that case, and what became of it. */
export const noticeView = (row: NoticeRow, record: CaseRecord): NoticeView => ({
  process: row.process,
  about: aboutOf(row.about ?? noticeIn(record, row.process)?.facts['about']),
  recipient: row.recipient,
  form: row.form,
  clause: row.clause,
  status: row.settled ?? 'owed',
  owedSince: row.owed_since,
  owedBy: row.owed_by,
  settledBy: row.settled_by,
});

/** A notice that is still owed, with its case and the clocks that wait for it. */
export function owedNoticeView(row: OwedNoticeRow, rules: Rules): OwedNoticeView {
  const notice = noticeIn(row.record, row.process);
  const awaiting = notice ? deadlinesAwaiting(row, notice, row.record, rules.protocol) : [];
  const waiting = row.deadlines.filter(({ key }) => awaiting.includes(key));
  return {
    case: { id: row.case_id, reference: row.reference },
    assessor: row.assessor === null ? null : { id: row.assessor, name: row.assessor_name ?? '' },
    process: row.process,
    about: aboutOf(notice?.facts['about']),
    recipient: row.recipient,
    form: row.form,
    clause: row.clause,
    owedSince: row.owed_since,
    owedBy: row.owed_by,
    deadlines: waiting.map((each) => deadlineLine(each, row.now, rules)),
  };
}
