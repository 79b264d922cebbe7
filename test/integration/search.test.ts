import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchReading, type SearchTerms } from '../../src/reading/search-reading.js';
import { openCase, startApi, testNhsNumber, type Api } from '../web/api.js';
import { Visitor } from '../web/visitor.js';

const PASSWORD = 'a long enough password';
const NUMBER = testNhsNumber(990_000);

let api: Api;
let search: SearchReading;

beforeAll(async () => {
  api = await startApi();
  search = api.app.get(SearchReading, { strict: false });
  const nurse = await api.user('nurseAssessor');
  await api.accounts.create('sefton', nurse.id, { username: 'nurse@example.org', password: PASSWORD });
  const children = [
    ['Anna Maria', 'O’Neill', '2015-03-01', NUMBER],
    ['Anna', 'Oakley', '2015-03-01', testNhsNumber(990_100)],
    ['Zoë', 'Neill-Marsh', '2012-07-09', testNhsNumber(990_200)],
    ['100%', 'Under_score', '2018-01-01', testNhsNumber(990_300)],
  ] as const;
  for (const [givenName, familyName, dateOfBirth, nhsNumber] of children)
    await openCase(api, nurse, { givenName, familyName, dateOfBirth, nhsNumber });
});
afterAll(() => api.close());

const names = async (terms: SearchTerms, limit = 10): Promise<string[]> =>
  (await search.find('sefton', terms, limit)).map(({ familyName }) => familyName);

describe('a child is found', () => {
  it.each<[SearchTerms, string[]]>([
    [{ name: 'o’ne' }, ['O’Neill']],
    [{ name: 'anna' }, ['O’Neill', 'Oakley']],
    [{ name: 'Maria O’Neill' }, ['O’Neill']],
    [{ name: 'NEILL zoë' }, ['Neill-Marsh']],
    [{ name: '%' }, []],
    [{ name: '100%' }, ['Under_score']],
    [{ name: 'nobody' }, []],
    [{ nhsNumber: NUMBER }, ['O’Neill']],
    [{ dateOfBirth: '2015-03-01' as never }, ['O’Neill', 'Oakley']],
    [{ name: 'oak', dateOfBirth: '2015-03-01' as never }, ['Oakley']],
    [{ name: 'oak', nhsNumber: NUMBER }, []],
    [{}, []],
    [{ name: '   ' }, []],
  ])('by %j', async (terms, expected) => {
    expect((await names(terms)).sort()).toEqual([...expected].sort());
  });

  it('by the reference of a case, and never in another place', async () => {
    const [hit] = await search.find('sefton', { name: 'oakley' }, 1);

    expect(await names({ reference: hit?.reference ?? '' })).toEqual(['Oakley']);
    expect(await search.find('elsewhere', { name: 'oakley' }, 10)).toEqual([]);
  });
});

describe('the page to find a child on', () => {
  it('sends on to an address in which nothing of the child stands, and notes whose records were shown', async () => {
    const visitor = new Visitor(api);
    await visitor.signIn('nurse@example.org', PASSWORD);
    await visitor.get('/search');

    const sent = await visitor.post('/search', { name: 'oakley', nhsNumber: '' });
    const found = await visitor.get(sent.location ?? '');

    expect(sent.location).toMatch(/^\/search\/[\w-]{22}$/);
    expect(found.text).toContain('Anna Oakley');
    expect(found.text).toContain('1 case.');
    expect(found.text).toContain('value="oakley"');
    const reads = await api.app.get(SearchReading, { strict: false }).find('sefton', { name: 'oakley' }, 1);
    const auditor = await api.user('auditor');
    const { body } = await api.send('GET', `/api/v1/cases/${reads[0]?.id ?? ''}/readers`, { as: auditor });
    expect(body.items.map(({ part, via }) => [part, via])).toContainEqual(['search', 'page']);
    expect(api.log.join('')).not.toContain('akley');
  });

  it('says of a number that it is no NHS number, rather than that nobody was found', async () => {
    const visitor = new Visitor(api);
    await visitor.signIn('nurse@example.org', PASSWORD);
    await visitor.get('/search');

    const sent = await visitor.post('/search', { name: '', nhsNumber: NUMBER.slice(0, 9) });

    expect(sent.status).toBe(422);
    expect(sent.text).toContain('Enter all ten digits of the NHS number');
    expect(sent.text).toContain(`value="${NUMBER.slice(0, 9)}"`);
  });

  it('keeps a search to the session that made it', async () => {
    const visitor = new Visitor(api);
    await visitor.signIn('nurse@example.org', PASSWORD);
    await visitor.get('/search');
    const { location = '' } = await visitor.post('/search', { name: 'oakley' });
    const other = new Visitor(api);
    await other.signIn('nurse@example.org', PASSWORD);

    expect(await other.get(location)).toMatchObject({ status: 303, location: '/search' });
  });

  it('asks for at least one thing, and says what is wrong with a day', async () => {
    const visitor = new Visitor(api);
    await visitor.signIn('nurse@example.org', PASSWORD);
    await visitor.get('/search');

    expect((await visitor.post('/search')).text).toContain('Enter at least one thing you know of the child');
    const wrong = await visitor.post('/search', {
      'dateOfBirth-day': '31',
      'dateOfBirth-month': '2',
      'dateOfBirth-year': '2015',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('enter a real day');
  });
});
