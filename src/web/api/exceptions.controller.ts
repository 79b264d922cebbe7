import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Exceptions, type ExceptionOutcome } from '../../alarms/exceptions.js';
import {
  ExceptionReading,
  type ExceptionState,
  type ExceptionView,
} from '../../reading/exception-reading.js';
import { By, type Caller } from '../http/caller.js';
import { cursorOf, EXCEPTION_CURSOR, markOf } from '../http/cursor.js';
import { idOf, nothingHere } from '../http/ids.js';
import { Handles } from '../http/route.js';
import { invalid } from '../http/validation.js';
import { administering, answerOf } from './commands.js';
import { Identified, USUAL_LIMIT, type PageAnswer } from './common.dto.js';
import { exceptionRoutes } from './exception.routes.js';
import { ExceptionFilter, SettingAside, TryingAgain } from './exceptions.dto.js';

/** What an exception became. */
interface Became {
  state: 'waiting' | 'setAside';
}

const WHY_NOT = {
  cannotBeTried: 'is nothing that trying again would put right; put right its reason, or set it aside',
  breachUnrecorded:
    'stands for a deadline that is over and whose passing is not recorded yet; put right its reason and let it be tried again',
} as const;

function became(outcome: ExceptionOutcome): Became {
  if (outcome.kind === 'unknown') throw nothingHere();
  if (outcome.kind === 'done') return { state: outcome.state };
  throw invalid([{ field: 'id', message: WHY_NOT[outcome.kind] }]);
}

/** What waits for a person, over HTTP. */
@Controller()
export class ExceptionsController {
  constructor(
    private readonly reading: ExceptionReading,
    private readonly exceptions: Exceptions,
  ) {}

  @Handles(exceptionRoutes.listExceptions)
  async list(
    @Query() { state = 'exception', limit = USUAL_LIMIT, cursor, total = false }: ExceptionFilter,
    @By() { place }: Caller,
  ): Promise<PageAnswer<ExceptionView>> {
    const asked = { limit, after: markOf(EXCEPTION_CURSOR, cursor), total };
    const page = await this.reading.list(place, state as ExceptionState, asked);
    return { ...page, next: cursorOf(EXCEPTION_CURSOR, page.next) };
  }

  @Handles(exceptionRoutes.retryException)
  async retry(
    @Param() { id }: Identified,
    @Body() { reason = '' }: TryingAgain,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Became> {
    const exception = idOf(id);
    const asked = administering(exceptionRoutes.retryException, caller, { exception, reason }, request);
    return became(answerOf(await this.exceptions.tryAgain(asked, exception, reason.trim()), reply));
  }

  @Handles(exceptionRoutes.setExceptionAside)
  async setAside(
    @Param() { id }: Identified,
    @Body() { reason }: SettingAside,
    @By() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Became> {
    const exception = idOf(id);
    const asked = administering(exceptionRoutes.setExceptionAside, caller, { exception, reason }, request);
    return became(answerOf(await this.exceptions.setAside(asked, exception, reason.trim()), reply));
  }
}
