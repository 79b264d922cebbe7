import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { RecordReads } from '../../audit/record-reads.js';
import { callerOf } from './caller.js';
import { routeOf } from './route.js';
import { statusFor } from './status.js';

const REDIRECT = 303;

/**
 * Notes who reads which part of a case's record, after it was found and before it is sent: where that cannot be noted,
 * nothing is sent.
 */
@Injectable()
export class ReadAudit implements NestInterceptor {
  constructor(private readonly reads: RecordReads) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = routeOf(context.getHandler());
    const part = route?.reads;
    if (part === undefined) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest<{ Params: { id: string } }>>();
    const reply = http.getResponse<FastifyReply>();
    const via = route?.page ? 'page' : 'api';
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        const caller = callerOf(request);
        if (caller && statusFor(reply) !== REDIRECT) {
          const { place, person } = caller;
          await this.reads.note({ place, person, part, via, cases: [request.params.id] });
        }
        return answer;
      }),
    );
  }
}
