import type { ProtocolData } from '../../../../workflows/protocol/index.js';
import type { Offers } from './form-view.js';
import { listed } from './offers.js';

const OF_DEADLINES = ['deadlines', 'breaches'];

/**
 * What the codes in entries are called in a protocol version: those of its lists, and deadlines by their timescale, with
 * which their keys begin, whatever became of them since.
 */
export const codesSaid = (protocol: ProtocolData): Offers => ({
  for: (_name, { list = '' }) =>
    OF_DEADLINES.includes(list)
      ? protocol.timescales.map(({ id, title }) => ({ value: id, text: title }))
      : listed(list, protocol),
});
