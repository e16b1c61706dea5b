import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLog } from '../fixtures/log';
import { createUpdates, dayMs, isNewer, readUpdateAddresses, type UpdatesParts } from './updates';

const feed = 'https://releases.example/latest';

function setup(changes: Partial<UpdatesParts> = {}) {
  const asked = { isAllowed: true };
  const fetch = vi.fn<UpdatesParts['fetch']>(() => Promise.resolve(Response.json({ tag_name: 'v0.2.0', assets: [] })));
  const found = vi.fn();
  const updates = createUpdates({
    addresses: { feed, page: null },
    version: '0.1.0',
    log: memoryLog(),
    fetch,
    isAllowed: () => asked.isAllowed,
    found,
    ...changes,
  });
  return { updates, asked, fetch, found };
}

describe('update check', () => {
  beforeEach(() => vi.useFakeTimers({ now: 0 }));

  it('[H51] asks nobody unless it is allowed, and then once a day', async () => {
    const { updates, asked, fetch, found } = setup();
    asked.isAllowed = false;
    await updates.tick();
    expect(fetch).not.toHaveBeenCalled();
    asked.isAllowed = true;
    for (const atMs of [0, 1, dayMs - 1]) {
      vi.setSystemTime(atMs);
      await updates.tick();
    }
    expect(fetch).toHaveBeenCalledOnce();
    vi.setSystemTime(dayMs + 1);
    await updates.tick();
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(found.mock.calls).toEqual([['0.2.0'], ['0.2.0']]);
  });

  it('[H51] asks nobody while someone dictates, and makes up for it afterwards', async () => {
    const { updates, fetch } = setup();
    updates.phaseChanged('starting');
    await updates.tick();
    expect(await updates.look()).toMatchObject({ state: 'unknown' });
    expect(fetch).not.toHaveBeenCalled();
    updates.phaseChanged('idle');
    await updates.tick();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('[H51] a dictation that begins ends the request', async () => {
    const fetch: UpdatesParts['fetch'] = (_, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const { updates } = setup({ fetch });
    const answer = updates.look();
    updates.phaseChanged('starting');
    expect(await answer).toMatchObject({ state: 'unknown', reason: expect.stringContaining('dictation began') as string });
  });

  it('[H51] sends nothing but the question', async () => {
    const { updates, fetch } = setup();
    await updates.look();
    const [address, init] = fetch.mock.calls[0]!;
    expect(address).toBe(feed);
    expect(Object.keys(init).sort()).toEqual(['headers', 'signal']);
    expect(init.headers).toEqual({ Accept: 'application/json', 'User-Agent': 'Utter' });
  });

  it('[H51] a build without an address asks nobody', async () => {
    const { updates, fetch } = setup({ addresses: { feed: null, page: null } });
    expect(await updates.look()).toMatchObject({ state: 'unknown' });
    await updates.tick();
    expect(fetch).not.toHaveBeenCalled();
    const log = memoryLog();
    await readUpdateAddresses(join(import.meta.dirname, '../../../resources/updates.json'), log);
    expect(log.lines, 'the shipped file is valid').toEqual([]);
    expect(await readUpdateAddresses('/nowhere/updates.json', log)).toEqual({ feed: null, page: null });
    expect(log.lines[0]).toContain('/nowhere/updates.json');
  });

  it.each([
    ['no answer', () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED')), 'DISCONNECTED'],
    ['an error', () => Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' })), '404 Not Found'],
    ['another page', () => Promise.resolve(new Response('<html>')), 'could not be reached'],
    ['another answer', () => Promise.resolve(Response.json({ tag_name: 'nightly' })), 'not understood'],
  ])('[H51] %s is told with the address', async (_, fetch, reason) => {
    const answer = await setup({ fetch }).updates.look();
    expect(answer).toMatchObject({ state: 'unknown', reason: expect.stringContaining(reason) as string });
    expect(JSON.stringify(answer)).toContain('releases.example');
  });

  it('[H51] versions are compared by their numbers', () => {
    const pairs = [
      ['0.2.0', '0.1.9'],
      ['0.10.0', '0.9.0'],
      ['1.0.0', '0.9.9'],
      ['1.0.0', '1.0.0-beta.1'],
    ] as const;
    for (const [newer, older] of pairs) {
      expect(isNewer(newer, older), `${newer} after ${older}`).toBe(true);
      expect(isNewer(older, newer), `${older} before ${newer}`).toBe(false);
      expect(isNewer(newer, newer)).toBe(false);
    }
  });
});
