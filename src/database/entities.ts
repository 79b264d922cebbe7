import { AlarmRow } from './entities/alarms.entity.js';
import { CaseEntity, ChildEntity, EndedProcessRow, MeetingEntity } from './entities/cases.entity.js';
import { DeadlineEntity, NoticeOwedRow, OpenDeadlineRow } from './entities/deadlines.entity.js';
import { AccountRow, ApiTokenRow, PersonRoleRow, PersonRow } from './entities/directory.entity.js';
import { DraftRow, OpeningDraftRow } from './entities/drafts.entity.js';
import { ForecastMeasureRow } from './entities/forecast.entity.js';
import { AuditEntryRow, CommandRow, EventRow, TextRow } from './entities/events.entity.js';
import {
  AgendaItemRow,
  DecisionMakerRow,
  DecisionRow,
  PanelEntryRow,
  PanelInterestRow,
  ParticipationRow,
} from './entities/panel.entity.js';
import {
  CalendarVersionRow,
  OrganisationRow,
  PlaceRow,
  ProtocolVersionRow,
  ServiceClockRow,
} from './entities/places.entity.js';
import { DeliveryRow, MailHomeRow, StaffNoticeRow } from './entities/staff-notices.entity.js';
import { AbsenceRow, ChangeCaseRow, ChangeRow } from './entities/workload.entity.js';
import { RecordReadRow, SessionRow, SignInTryRow } from './entities/sessions.entity.js';
import { HeartbeatRow, QueueMarksRow } from './entities/watching.entity.js';
import { DefaultViewRow, SavedViewRow } from './entities/saved-views.entity.js';

/** Every table of the service. */
export const entities: readonly (new () => object)[] = [
  ServiceClockRow,
  PlaceRow,
  ProtocolVersionRow,
  CalendarVersionRow,
  OrganisationRow,
  PersonRow,
  PersonRoleRow,
  AccountRow,
  ApiTokenRow,
  ChildEntity,
  CaseEntity,
  MeetingEntity,
  EndedProcessRow,
  EventRow,
  TextRow,
  CommandRow,
  AuditEntryRow,
  DeadlineEntity,
  OpenDeadlineRow,
  ForecastMeasureRow,
  NoticeOwedRow,
  AlarmRow,
  HeartbeatRow,
  QueueMarksRow,
  ParticipationRow,
  AgendaItemRow,
  DecisionRow,
  DecisionMakerRow,
  PanelEntryRow,
  PanelInterestRow,
  AbsenceRow,
  ChangeRow,
  ChangeCaseRow,
  StaffNoticeRow,
  DeliveryRow,
  MailHomeRow,
  SessionRow,
  SignInTryRow,
  RecordReadRow,
  DraftRow,
  OpeningDraftRow,
  SavedViewRow,
  DefaultViewRow,
];
