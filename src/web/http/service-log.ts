import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { failureOf } from '../../log/failure.js';

/** What the framework says of itself, in the service's one log. */
export class ServiceLog implements LoggerService {
  constructor(private readonly to: FastifyBaseLogger) {}

  log(message: unknown): void {
    this.to.debug(String(message));
  }

  warn(message: unknown): void {
    this.to.warn(String(message));
  }

  debug(message: unknown): void {
    this.to.debug(String(message));
  }

  verbose(message: unknown): void {
    this.to.trace(String(message));
  }

  error(message: unknown): void {
    if (message instanceof Error) this.to.error({ failure: failureOf(message) }, 'unexpected');
    else this.to.error(String(message).split('\n')[0]);
  }

  fatal(message: unknown): void {
    this.error(message);
  }
}
