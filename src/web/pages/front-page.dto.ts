import { Words } from '../http/field.js';

/** Which part of the cases the front page shows. */
export class FrontPage {
  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}
