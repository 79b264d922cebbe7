import { Controller, Query } from '@nestjs/common';
import { NoticeReading } from '../../reading/notice-reading.js';
import type { OwedNoticeView } from '../../reading/views.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, markOf, NOTICE_CURSOR } from '../http/cursor.js';
import { personIn } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { NoticeFilter, noticeRoutes } from './notice.routes.js';

/** Who is still to be told, over HTTP. */
@Controller()
export class NoticesController {
  constructor(private readonly notices: NoticeReading) {}

  @Handles(noticeRoutes.listNotices)
  async list(
    @Query() { limit = USUAL_LIMIT, cursor, total = false, assessor, ...wanted }: NoticeFilter,
    @By() { place }: Caller,
  ): Promise<PageAnswer<OwedNoticeView>> {
    const page = await this.notices.owed(
      place,
      { ...wanted, ...personIn('assessor', assessor) },
      { limit, after: markOf(NOTICE_CURSOR, cursor), total },
    );
    return { ...page, next: cursorOf(NOTICE_CURSOR, page.next) };
  }
}
