import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceClock } from '../../clock/service-clock.js';
import { DeliveryReading, type DeliveryView, type KeptEmail } from '../../reading/delivery-reading.js';
import { DeliveryReview } from '../../staff-notices/delivery-review.js';
import type { DeliveryState } from '../../staff-notices/delivery-states.js';
import { OwnNotices, type StaffNoticeView } from '../../staff-notices/own-notices.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, DELIVERY_CURSOR, markOf, STAFF_NOTICE_CURSOR } from '../http/cursor.js';
import { found, idOf, isId, nothingHere } from '../http/ids.js';
import { ProblemError } from '../http/problem.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { administering, answerOf } from './commands.js';
import { Identified, USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import {
  DeliveryFilter,
  MailboxFilter,
  NewDecision,
  NoticeToRead,
  StaffNoticeFilter,
  staffNoticeRoutes,
} from './staff-notice.routes.js';

/** What staff are told, and what became of it as e-mail, over HTTP. */
@Controller()
export class StaffNoticesController {
  constructor(
    private readonly own: OwnNotices,
    private readonly deliveries: DeliveryReading,
    private readonly review: DeliveryReview,
    private readonly clock: ServiceClock,
  ) {}

  @Handles(staffNoticeRoutes.listStaffNotices)
  async list(
    @Query() { limit = USUAL_LIMIT, cursor, total = false, which = 'standing' }: StaffNoticeFilter,
    @By() { place, person }: Caller,
  ): Promise<PageAnswer<StaffNoticeView>> {
    const asked = { limit, after: markOf(STAFF_NOTICE_CURSOR, cursor), total };
    const page = await this.own.list(place, person, which, asked);
    return { ...page, next: cursorOf(STAFF_NOTICE_CURSOR, page.next) };
  }

  @Handles(staffNoticeRoutes.countStaffNotices)
  async count(@By() { place, person }: Caller): Promise<{ unread: number }> {
    return { unread: await this.own.unread(place, person) };
  }

  @Handles(staffNoticeRoutes.readStaffNotices)
  async read(@Body() { id }: NoticeToRead, @By() { place, person }: Caller): Promise<void> {
    if (id === undefined) return this.own.markAllRead(place, person);
    const known = isId(id) && (await this.own.markRead(place, person, id));
    if (!known) throw invalid([{ field: 'id', message: 'is none of your notices' }]);
  }

  @Handles(staffNoticeRoutes.readMailbox)
  async mailbox(
    @Query() { limit = USUAL_LIMIT, cursor, total = false, everyone = false }: MailboxFilter,
    @By() caller: Caller,
  ): Promise<PageAnswer<KeptEmail>> {
    if (everyone) await this.mayReadEveryones(caller);
    const asked = { limit, after: markOf(DELIVERY_CURSOR, cursor), total };
    const page = await this.deliveries.mailbox(caller.place, everyone ? null : caller.person, asked);
    return { ...page, next: cursorOf(DELIVERY_CURSOR, page.next) };
  }

  @Handles(staffNoticeRoutes.listDeliveries)
  async listDeliveries(
    @Query() { limit = USUAL_LIMIT, cursor, total = false, state }: DeliveryFilter,
    @By() { place }: Caller,
  ): Promise<PageAnswer<DeliveryView>> {
    const asked = { limit, after: markOf(DELIVERY_CURSOR, cursor), total };
    const page = await this.deliveries.list(place, state, asked);
    return { ...page, next: cursorOf(DELIVERY_CURSOR, page.next) };
  }

  @Handles(staffNoticeRoutes.decideDelivery)
  async decide(
    @Param() { id }: Identified,
    @Body() { decision }: NewDecision,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ id: string; state: DeliveryState }> {
    const delivery = idOf(id);
    const asked = administering(staffNoticeRoutes.decideDelivery, caller, { delivery, decision }, request);
    const decided = answerOf(await this.review.decide(asked, delivery, decision), reply);
    if (decided === 'unknown') throw nothingHere();
    if (decided !== 'decided') throw invalid([{ field: 'decision', message: decided.why }]);
    return { id: delivery, state: found(await this.deliveries.stateOf(caller.place, delivery)) };
  }

  private async mayReadEveryones({ roles }: Caller): Promise<void> {
    const invented = (await this.clock.purpose()) !== 'live';
    if (invented && roles.includes('administrator')) return;
    throw new ProblemError(
      'not-allowed',
      'Everyone’s e-mails are read only by an administrator of a service that is not live.',
      { roles: ['administrator'] },
    );
  }
}
