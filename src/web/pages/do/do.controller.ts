import { Body, Controller, Param } from '@nestjs/common';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import type { Posted } from '../forms/draft.js';
import { doRoutes, EventOf, EventToOpen } from './do.routes.js';
import { EventForms } from './event-forms.js';

/** The forms in which everything is recorded. */
@Controller()
export class DoController {
  constructor(private readonly forms: EventForms) {}

  @Handles(doRoutes.openForm)
  openForm(
    @Param() { type }: EventToOpen,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.forms.show(browser, visit, { door: 'opening', id: null, type });
  }

  @Handles(doRoutes.open)
  open(
    @Param() { type }: EventToOpen,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.forms.send(browser, visit, { door: 'opening', id: null, type }, posted);
  }

  @Handles(doRoutes.caseForm)
  caseForm(
    @Param() { id, type }: EventOf,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.forms.show(browser, visit, { door: 'case', id, type });
  }

  @Handles(doRoutes.doInCase)
  doInCase(
    @Param() { id, type }: EventOf,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.forms.send(browser, visit, { door: 'case', id, type }, posted);
  }

  @Handles(doRoutes.meetingForm)
  meetingForm(
    @Param() { id, type }: EventOf,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.forms.show(browser, visit, { door: 'meeting', id, type });
  }

  @Handles(doRoutes.doInMeeting)
  doInMeeting(
    @Param() { id, type }: EventOf,
    @Body() posted: Posted,
    @Asking() browser: Browser,
    @SignedIn() visit: Visit,
  ): Promise<string> {
    return this.forms.send(browser, visit, { door: 'meeting', id, type }, posted);
  }
}
