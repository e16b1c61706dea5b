import { describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import type { LiveDictation } from '../../platform/platform';
import { setup } from '../app/fixtures/dictation-session';
import type { OpenMicrophone, ReceptionChanged } from '../app/microphone';
import { foundAgain, updatedChoice } from '../app/microphone-choice';

const missing = () =>
  Promise.reject(new UtterError('microphone-missing', 'The microphone you chose is not connected.', 'Connect it.'));

/** A session whose microphone can be in trouble. */
function listening(settings: Parameters<typeof setup>[0] = {}) {
  const parts = setup(settings);
  const { microphone, platform } = parts;
  Object.assign(platform.can, { overlay: true });
  const liveChanged = vi.fn((_live: LiveDictation) => {});
  Object.assign(platform, { liveChanged });
  const { open } = microphone;
  const usual = open.getMockImplementation()!;
  let changed: ReceptionChanged = () => {};
  const openAs = async (label: string): Promise<OpenMicrophone> => ({
    ...(await usual()),
    label,
    onReception: (listener: ReceptionChanged) => void (changed = listener),
  });
  open.mockImplementation(() => openAs('Desk') as ReturnType<typeof usual>);
  const overlay = () => liveChanged.mock.calls.at(-1)?.[0];
  const told: ReceptionChanged = (...args) => changed(...args);
  return { ...parts, open, openAs, told, overlay };
}

describe('a microphone in trouble', () => {
  it('[S125, S126] says so in the window and in the overlay for as long as it lasts', async () => {
    const { session, store, reach, press, told, overlay } = listening();
    await session.begin();
    press('start');
    await reach('listening');
    told('silent', 'Desk');
    expect(store.getState().dictation).toMatchObject({ state: 'listening', trouble: 'silent', microphone: 'Desk' });
    expect(overlay()?.notice).toBe('Nothing is heard from “Desk”. Is it muted, or another one meant?');
    told(null, 'Desk');
    expect(store.getState().dictation).toMatchObject({ trouble: null });
    expect(overlay()?.notice).toBeNull();
    expect(store.getState().problem).toBeNull();
    told('quiet', 'Desk');
    press('stop');
    await reach('idle');
    press('start');
    await reach('listening');
    expect(store.getState().dictation, 'the next one begins anew').toMatchObject({ trouble: null });
  });

  it('[S130] names the one that stands in for it', async () => {
    const { session, store, reach, press, told } = listening();
    await session.begin();
    press('start');
    await reach('listening');
    told('away', 'Desk');
    expect(store.getState().problem).toBeNull();
    told(null, 'Laptop');
    expect(store.getState().dictation).toMatchObject({ state: 'listening', microphone: 'Laptop' });
    expect(store.getState().problem).toEqual({
      message: 'The microphone “Desk” was disconnected while you were speaking.',
      remedy: 'Using “Laptop” instead.',
    });
  });

  it('[S132] is found by its name when its id has changed, which the settings then hold', async () => {
    const { session, store, reach, press, open, openAs, microphone } = listening({
      microphoneId: 'old',
      microphoneLabel: 'Headset',
    });
    await session.begin();
    // The labels are there once it may be used.
    Object.assign(microphone, {
      devices: () =>
        Promise.resolve([
          { id: 'new', label: 'Headset' },
          { id: 'other', label: 'Laptop' },
        ]),
    });
    open.mockImplementation(((id: string) => (id === 'old' ? missing() : openAs(id))) as never);
    press('start');
    await reach('listening');
    expect(open.mock.calls.map(([id]: unknown[]) => id)).toEqual(['old', 'new']);
    expect(store.getState().problem, 'there is nothing to tell').toBeNull();
    await vi.waitFor(() => expect(store.getState().settings.microphoneId).toBe('new'));
  });

  it('[S63, S132] that is not there under any name is replaced by the system’s, and stays chosen', async () => {
    const { session, store, reach, press, open, openAs } = listening({ microphoneId: 'old', microphoneLabel: 'Headset' });
    await session.begin();
    open.mockImplementation(((id: string | null) => (id === null ? openAs('Laptop') : missing())) as never);
    press('start');
    await reach('listening');
    expect(store.getState().problem?.remedy).toContain('Using “Laptop” instead.');
    expect(store.getState().settings).toMatchObject({ microphoneId: 'old', microphoneLabel: 'Headset' });
  });
});

it('[S132] of two microphones of the same name neither is guessed, and a name is learned where it was not known', () => {
  const devices = [
    { id: 'a', label: 'USB' },
    { id: 'b', label: 'USB' },
    { id: 'c', label: 'Desk' },
  ];
  expect(foundAgain({ microphoneId: 'old', microphoneLabel: 'USB' }, devices)).toBeNull();
  expect(foundAgain({ microphoneId: 'old', microphoneLabel: 'Desk' }, devices)).toEqual({
    microphoneId: 'c',
    microphoneLabel: 'Desk',
  });
  expect(foundAgain({ microphoneId: 'a', microphoneLabel: 'Desk' }, devices), 'it is there').toBeNull();
  expect(updatedChoice({ microphoneId: 'c', microphoneLabel: null }, devices)).toEqual({
    microphoneId: 'c',
    microphoneLabel: 'Desk',
  });
  expect(updatedChoice({ microphoneId: 'c', microphoneLabel: 'Desk' }, devices)).toBeNull();
  expect(updatedChoice({ microphoneId: null, microphoneLabel: null }, devices)).toBeNull();
  expect(updatedChoice({ microphoneId: 'gone', microphoneLabel: 'Gone' }, devices), 'nothing is forgotten').toBeNull();
});
