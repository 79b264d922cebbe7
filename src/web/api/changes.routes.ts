import { pageOf, ref } from '../openapi/schema-words.js';
import { REPLAYED, type Route } from '../http/route.js';
import { ChangeCasesFilter, ChangesFilter, DecidedMoveSent, NewMove, WhyNow } from './changes.dto.js';
import { Identified, Page } from './common.dto.js';

const tag = 'Changes';

/** Operations on what is decided once and carried out case by case. */
export const changeRoutes = {
  listChanges: {
    id: 'listChanges',
    method: 'GET',
    path: '/api/v1/changes',
    tag,
    summary: 'List changes of calendar, protocol version and assessor, the latest first',
    policy: 'readChanges',
    query: ChangesFilter,
    status: 200,
    answer: { words: 'Some of the changes, each with how far it is', schema: pageOf(ref('Change')) },
  },
  readChange: {
    id: 'readChange',
    method: 'GET',
    path: '/api/v1/changes/{id}',
    tag,
    summary: 'Read how far a change is',
    policy: 'readChanges',
    params: Identified,
    status: 200,
    answer: { words: 'The change, with how many cases stand how', schema: ref('Change') },
  },
  listChangeCases: {
    id: 'listChangeCases',
    method: 'GET',
    path: '/api/v1/changes/{id}/cases',
    tag,
    summary: 'List what came of a change for each case, or would come of it',
    policy: 'readChanges',
    params: Identified,
    query: ChangeCasesFilter,
    status: 200,
    answer: { words: 'Some of its cases', schema: pageOf(ref('ChangeCase')) },
  },
  previewMove: {
    id: 'previewMove',
    method: 'POST',
    path: '/api/v1/protocol-moves/preview',
    tag,
    summary: 'Show what moving cases to another protocol version would do',
    policy: 'moveProtocol',
    query: Page,
    body: NewMove,
    status: 200,
    answer: { words: 'Some of the cases; nothing is changed', schema: ref('ChangePreview') },
  },
  decideMove: {
    id: 'decideMove',
    method: 'POST',
    path: '/api/v1/protocol-moves',
    tag,
    summary: 'Move cases to another protocol version by a recorded decision',
    about: 'The cases are moved one by one from now on; read the change for how far it is.',
    policy: 'moveProtocol',
    body: DecidedMoveSent,
    command: 'administering',
    status: 201,
    answer: { words: 'The change that moves them', schema: ref('Change'), headers: REPLAYED },
  },
  stopMove: {
    id: 'stopMove',
    method: 'POST',
    path: '/api/v1/protocol-moves/{id}/stop',
    tag,
    summary: 'Stop a move to another protocol version; cases that moved stay moved',
    policy: 'moveProtocol',
    params: Identified,
    body: WhyNow,
    status: 201,
    answer: { words: 'The change as it stands', schema: ref('Change') },
  },
} as const satisfies Record<string, Route>;
