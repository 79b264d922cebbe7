import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ProblemError, type FieldError } from './problem.js';

const LONGEST_NAME = 80;
const MOST_ERRORS = 50;

/** Each field that is wrong, by its path, with the first thing that is wrong with it. */
function flattened(errors: readonly ValidationError[], within = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = `${within}${property.slice(0, LONGEST_NAME)}`;
    const [message] =
      'whitelistValidation' in constraints ? ['is not taken here'] : Object.values(constraints).reverse();
    return [...(message === undefined ? [] : [{ field, message }]), ...flattened(children, `${field}.`)];
  });
}

/** The problem for fields that are wrong, all of them at once up to a bound. */
export const invalid = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError(
    'invalid',
    errors.length === 1 ? 'One field is not valid.' : `${errors.length} fields are not valid.`,
    { errors: errors.slice(0, MOST_ERRORS) },
  );

/** Checks addresses, queries and bodies against their classes: fields nobody knows are refused. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transformOptions: { exposeUnsetFields: false },
    exceptionFactory: (errors) => invalid(flattened(errors)),
  });
