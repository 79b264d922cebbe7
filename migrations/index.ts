import { CreateClock1767225600001 } from './1767225600001-create-clock.js';
import { CreatePlaces1767225600002 } from './1767225600002-create-places.js';
import { CreateDirectory1767225600003 } from './1767225600003-create-directory.js';
import { CreateCases1767225600004 } from './1767225600004-create-cases.js';
import { CreateDeadlines1767225600005 } from './1767225600005-create-deadlines.js';
import { CreatePanel1767225600006 } from './1767225600006-create-panel.js';
import { CreateAudit1767225600007 } from './1767225600007-create-audit.js';
import { CreateAlarms1767225600008 } from './1767225600008-create-alarms.js';
import { CreateStaffNotices1767225600009 } from './1767225600009-create-staff-notices.js';
import { ChangeDeadlines1767225600010 } from './1767225600010-change-deadlines.js';
import { CreateQueues1767225600011 } from './1767225600011-create-queues.js';
import { CreateWorkload1767225600012 } from './1767225600012-create-workload.js';
import { CreateSessions1767225600013 } from './1767225600013-create-sessions.js';
import { CreateWatching1767225600014 } from './1767225600014-create-watching.js';
import { IndexReadings1767225600015 } from './1767225600015-index-readings.js';
import { CreateDrafts1767225600016 } from './1767225600016-create-drafts.js';
import { IndexNotedDeadlines1767225600017 } from './1767225600017-index-noted-deadlines.js';
import { CreatePanelEntries1767225600018 } from './1767225600018-create-panel-entries.js';
import { CreatePanelInterests1767225600019 } from './1767225600019-create-panel-interests.js';
import { CreateOpeningDrafts1767225600020 } from './1767225600020-create-opening-drafts.js';
import { Manage1767225600021 } from './1767225600021-manage.js';
import { IndexAudit1767225600022 } from './1767225600022-index-audit.js';
import { CountCaseloads1767225600023 } from './1767225600023-count-caseloads.js';
import { FindCasesByStage1767225600024 } from './1767225600024-find-cases-by-stage.js';
import { IndexReadingsByTime1767225600025 } from './1767225600025-index-readings-by-time.js';
import { PeopleOfCases1767225600026 } from './1767225600026-people-of-cases.js';
import { KeepWhoPeopleWere1767225600027 } from './1767225600027-keep-who-people-were.js';

/** Every change of the schema, in order. */
export const migrations = [
  CreateClock1767225600001,
  CreatePlaces1767225600002,
  CreateDirectory1767225600003,
  CreateCases1767225600004,
  CreateDeadlines1767225600005,
  CreatePanel1767225600006,
  CreateAudit1767225600007,
  CreateAlarms1767225600008,
  CreateStaffNotices1767225600009,
  ChangeDeadlines1767225600010,
  CreateQueues1767225600011,
  CreateWorkload1767225600012,
  CreateSessions1767225600013,
  CreateWatching1767225600014,
  IndexReadings1767225600015,
  CreateDrafts1767225600016,
  IndexNotedDeadlines1767225600017,
  CreatePanelEntries1767225600018,
  CreatePanelInterests1767225600019,
  CreateOpeningDrafts1767225600020,
  Manage1767225600021,
  IndexAudit1767225600022,
  CountCaseloads1767225600023,
  FindCasesByStage1767225600024,
  IndexReadingsByTime1767225600025,
  PeopleOfCases1767225600026,
  KeepWhoPeopleWere1767225600027,
];
