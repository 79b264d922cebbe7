import { Module, type DynamicModule } from '@nestjs/common';
import type { WebSettings } from '../config/web-settings.js';
import { ForecastReading } from '../forecast/forecast-reading.js';
import { CaseDoors } from '../panel/case-doors.js';
import { CaseReading } from '../reading/case-reading.js';
import { DeliveryReading } from '../reading/delivery-reading.js';
import { Emptiness } from '../reading/emptiness.js';
import { ExceptionReading } from '../reading/exception-reading.js';
import { ItemReading } from '../reading/item-reading.js';
import { MeetingReading } from '../reading/meeting-reading.js';
import { NextReading } from '../reading/next-reading.js';
import { NoticeReading } from '../reading/notice-reading.js';
import { PeopleReading } from '../reading/people-reading.js';
import { PerformanceReading } from '../reading/performance/performance-reading.js';
import { QueueFilterValues } from '../reading/queues/filter-values.js';
import { QueueExport } from '../reading/queues/queue-export.js';
import { QueueReading } from '../reading/queues/queue-reading.js';
import { ReadersReading } from '../reading/readers-reading.js';
import { Readiness } from '../reading/readiness.js';
import { ChangesController } from './api/changes.controller.js';
import { CasePeopleController } from './api/case-people.controller.js';
import { CasesController } from './api/cases.controller.js';
import { Commands } from './api/commands.js';
import { DirectoryController } from './api/directory.controller.js';
import { ExceptionsController } from './api/exceptions.controller.js';
import { ItemsController } from './api/items.controller.js';
import { MeetingsController } from './api/meetings.controller.js';
import { NoticesController } from './api/notices.controller.js';
import { PerformanceController } from './api/performance.controller.js';
import { ProtocolController } from './api/protocol.controller.js';
import { QueuesController } from './api/queues.controller.js';
import { ServiceController } from './api/service.controller.js';
import { StaffNoticesController } from './api/staff-notices.controller.js';
import { ReassignmentsController } from './api/reassignments.controller.js';
import { WorkloadController } from './api/workload.controller.js';
import { ServiceMetrics } from '../watching/service-metrics.js';
import { AccessGuard } from './http/access.guard.js';
import { CaseGuard } from './http/case-guard.js';
import { PageGuard, WEB_SETTINGS } from './http/page-guard.js';
import { ReadAudit } from './http/read-audit.interceptor.js';
import { SentAgain } from './http/sent-again.interceptor.js';
import { WrongQueries } from './http/wrong-query.interceptor.js';
import { Demonstration } from './pages/demonstration.js';
import { PAGE_CONTROLLERS, PAGE_PROVIDERS } from './pages/page-parts.js';

/** The doors to the outside: the API and the pages. It finds the engine beside it. */
@Module({})
export class WebModule {
  /** The doors as the settings want them, which show a demonstration where there is one. */
  static showing(demonstration: Demonstration, settings: WebSettings): DynamicModule {
    return {
      module: WebModule,
      controllers: [
        CasesController,
        CasePeopleController,
        NoticesController,
        QueuesController,
        StaffNoticesController,
        PerformanceController,
        MeetingsController,
        ItemsController,
        DirectoryController,
        ProtocolController,
        ChangesController,
        WorkloadController,
        ReassignmentsController,
        ExceptionsController,
        ServiceController,
        ...PAGE_CONTROLLERS,
      ],
      providers: [
        AccessGuard,
        CaseDoors,
        CaseGuard,
        Commands,
        CaseReading,
        DeliveryReading,
        Emptiness,
        ExceptionReading,
        ItemReading,
        MeetingReading,
        NextReading,
        NoticeReading,
        PeopleReading,
        ForecastReading,
        PerformanceReading,
        QueueExport,
        QueueFilterValues,
        QueueReading,
        ReadAudit,
        ReadersReading,
        Readiness,
        ServiceMetrics,
        SentAgain,
        WrongQueries,
        PageGuard,
        ...PAGE_PROVIDERS,
        { provide: WEB_SETTINGS, useValue: settings },
        { provide: Demonstration, useValue: demonstration },
      ],
    };
  }
}
