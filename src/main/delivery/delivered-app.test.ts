import { expect, it } from 'vitest';
import type { Delivery } from '../../platform/platform';
import { nameDeliveries } from './delivered-app';
import type { Target } from './target';

it('[J76] a delivery names the application that it went to, if it went to one and the system names it', async () => {
  const found: Target[] = [
    { state: 'window', id: '1', names: ['kate', 'kde-kate'] },
    { state: 'unknown' },
    { state: 'window', id: '2', names: ['gedit'] },
  ];
  const { targets, named } = nameDeliveries({ prepare: () => {}, find: () => Promise.resolve(found.shift()!) });
  const deliver = async (delivery: Delivery): Promise<Delivery> => {
    await targets.find();
    return delivery;
  };
  expect(await named(deliver({ state: 'pasted' }))).toEqual({ state: 'pasted', app: 'kate' });
  expect(await named(deliver({ state: 'typed' }))).toEqual({ state: 'typed' });
  expect(await named(deliver({ state: 'copied', reason: 'No key.' }))).toEqual({ state: 'copied', reason: 'No key.' });
});
