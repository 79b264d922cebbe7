import { Module, type DynamicModule } from '@nestjs/common';
import { CaseReading } from '../reading/case-reading.js';
import { DeliveryReading } from '../reading/delivery-reading.js';
import { Emptiness } from '../reading/emptiness.js';
import { MeetingReading } from '../reading/meeting-reading.js';
import { NextReading } from '../reading/next-reading.js';
import { NoticeReading } from '../reading/notice-reading.js';
import { PeopleReading } from '../reading/people-reading.js';
import { QueueFilterValues } from '../reading/queues/filter-values.js';
import { QueueExport } from '../reading/queues/queue-export.js';
import { QueueReading } from '../reading/queues/queue-reading.js';
import { Readiness } from '../reading/readiness.js';
import { ChangesController } from './api/changes.controller.js';
import { CasesController } from './api/cases.controller.js';
import { Commands } from './api/commands.js';
import { DirectoryController } from './api/directory.controller.js';
import { MeetingsController } from './api/meetings.controller.js';
import { NoticesController } from './api/notices.controller.js';
import { ProtocolController } from './api/protocol.controller.js';
import { QueuesController } from './api/queues.controller.js';
import { ServiceController } from './api/service.controller.js';
import { StaffNoticesController } from './api/staff-notices.controller.js';
import { AccessGuard } from './http/access.guard.js';
import { Demonstration } from './pages/demonstration.js';
import { PagesController } from './pages/pages.controller.js';

/** The doors to the outside: the API and the pages. It finds the engine beside it. */
@Module({})
export class WebModule {
  /** The doors, which show a demonstration where there is one. */
  static showing(demonstration: Demonstration): DynamicModule {
    return {
      module: WebModule,
      controllers: [
        CasesController,
        NoticesController,
        QueuesController,
        StaffNoticesController,
        MeetingsController,
        DirectoryController,
        ProtocolController,
        ChangesController,
        ServiceController,
        PagesController,
      ],
      providers: [
        AccessGuard,
        Commands,
        CaseReading,
        DeliveryReading,
        Emptiness,
        MeetingReading,
        NextReading,
        NoticeReading,
        PeopleReading,
        QueueExport,
        QueueFilterValues,
        QueueReading,
        Readiness,
        { provide: Demonstration, useValue: demonstration },
      ],
    };
  }
}
