import { Controller, Param } from '@nestjs/common';
import { clauseOf } from '../../../../workflows/protocol/index.js';
import { Places } from '../../../places/places.js';
import { Named } from '../../api/protocol.dto.js';
import { found } from '../../http/ids.js';
import { Handles } from '../../http/route.js';
import { Asking, SignedIn, type Browser, type Visit } from '../../http/visit.js';
import { Pages } from '../pages.js';
import { clauseRoutes } from './clauses.routes.js';

/** The text of a clause, as the place uses the protocol today. */
@Controller()
export class ClausesController {
  constructor(
    private readonly pages: Pages,
    private readonly places: Places,
  ) {}

  @Handles(clauseRoutes.clausePage)
  async clause(
    @Param() { name }: Named,
    @Asking() browser: Browser,
    @SignedIn() { caller }: Visit,
  ): Promise<string> {
    const { protocol } = await this.places.presentRules(caller.place);
    const clause = found(clauseOf(protocol, name));
    const timescales = protocol.timescales.filter(({ clauses }) => clauses.includes(name));
    return this.pages.show(
      browser,
      { template: 'clause.njk', title: `Clause ${name}` },
      { clause, protocol: protocol.name, timescales: timescales.map(({ title }) => title) },
    );
  }
}
