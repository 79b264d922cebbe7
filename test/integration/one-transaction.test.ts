import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('a step', () => {
  it('goes all the way to a decision of the joint panel', async () => {
    const { id } = await pathway.decided();
    const [row] = await service.query('SELECT stage, stage_words, next_deadline FROM cases WHERE id = $1', [
      id,
    ]);
    expect(row).toMatchObject({ stage: 'provision.designing' });
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  }, 60_000);
});
