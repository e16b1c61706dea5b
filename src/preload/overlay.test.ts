import { expect, it, vi } from 'vitest';
import { exposed, sendToPage } from '../main/fixtures/electron';
import { overlayChannel, type OverlayHost } from '../platform/overlay';

vi.mock('electron', () => import('../main/fixtures/electron'));

it('[U40] the overlay’s page gets frames and nothing else, the latest one also when it comes late', async () => {
  await import('./overlay');
  expect([...exposed.keys()]).toEqual(['utterOverlay']);
  const host = exposed.get('utterOverlay') as unknown as OverlayHost;
  expect(Object.keys(host)).toEqual(['onFrame']);
  sendToPage(overlayChannel, 'old');
  sendToPage(overlayChannel, 'new');
  const seen: unknown[][] = [];
  const unsubscribe = host.onFrame((...args: unknown[]) => seen.push(args));
  sendToPage(overlayChannel, 'newer');
  unsubscribe();
  sendToPage(overlayChannel, 'unseen');
  expect(seen).toEqual([['new'], ['newer']]);
});
