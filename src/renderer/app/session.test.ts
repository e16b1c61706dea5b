import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UtterError } from '../../core/errors';
import { defaultStyle } from '../../core/text/style';
import type { Delivery } from '../../platform/platform';
import type { TranscriptUpdate } from '../../worker/protocol';
import { choice, hotkeys, model, openUpdate, segmentUpdate, setup } from './fixtures/session-parts';
import type { OpenMicrophone } from './microphone';
import { currentProblem, selectedPage, type AppState } from './store';

const lost = new UtterError('microphone-lost', 'The microphone “Desk” was disconnected.', 'Connect it again.');

beforeEach(() => vi.useRealTimers());

describe('dictation', () => {
  it('[S4] goes from idle through starting, listening and finishing back to idle, and records a tail', async () => {
    const { session, store, state, text, reach, jobs, tails, platform, sayAtTheEnd } = setup();
    await session.begin();
    const states: string[] = [];
    store.subscribe(({ dictation }, { dictation: before }) => dictation !== before && states.push(dictation.state));
    session.dictation.toggle('window');
    await reach('listening');
    jobs[0]!.events.update?.(openUpdate('hello'));
    expect(text()).toBe('hello');
    sayAtTheEnd(segmentUpdate('hello world'));
    session.dictation.toggle('window');
    await reach('idle');
    expect(text()).toBe('hello world');
    expect(states).toEqual(['starting', 'listening', 'finishing', 'idle']);
    expect(platform.dictationChanged.mock.calls.flat()).toEqual(states);
    expect(tails).toEqual([400]);
    expect(state().dictation).toEqual({ state: 'idle' });
  });

  it('[S13] adds a second dictation to the first', async () => {
    const { session, text, reach, sayAtTheEnd } = setup();
    await session.begin();
    for (const said of ['one two', 'three']) {
      session.dictation.toggle('window');
      await reach('listening');
      sayAtTheEnd(segmentUpdate(said));
      session.dictation.toggle('window');
      await reach('idle');
    }
    expect(text()).toBe('one two three');
  });

  it('[S8] keeps the text when the microphone is lost, and can go on', async () => {
    const { session, state, text, reach, jobs, unplug, sayAtTheEnd } = setup();
    await session.begin();
    session.dictation.toggle('window');
    await reach('listening');
    jobs[0]!.events.update?.(openUpdate('half a'));
    sayAtTheEnd(segmentUpdate('half a sentence'));
    unplug(lost);
    await reach('error');
    expect(currentProblem(state())).toMatchObject({ message: lost.message, remedy: lost.remedy });
    expect(text()).toBe('half a sentence');
    session.dictation.toggle('window');
    await reach('listening');
    expect(currentProblem(state())).toBeNull();
  });

  it('[S11] keeps the words still open when the recogniser fails', async () => {
    const { session, state, text, reach, jobs, tails } = setup();
    await session.begin();
    session.dictation.toggle('window');
    await reach('listening');
    jobs[0]!.events.update?.(openUpdate('not lost'));
    jobs[0]!.fail(new UtterError('device-lost', 'The GPU is gone.', 'Restart.'));
    await reach('error');
    expect(text()).toBe('not lost');
    expect(selectedPage(state()).transcript.segments).toHaveLength(1);
    expect(tails).toEqual([0]);
  });

  it.each(['microphone-denied', 'microphone-missing'] as const)('[S9] tells of %s and tries again', async (code) => {
    const open = vi.fn(() => Promise.reject<OpenMicrophone>(new UtterError(code, 'No.', 'Allow it.')));
    const { session, state, reach } = setup({ openMicrophone: open });
    await session.begin();
    session.dictation.toggle('window');
    await reach('error');
    expect(currentProblem(state())).toMatchObject({ code, remedy: 'Allow it.' });
    session.dismissProblem();
    expect(state().dictation.state).toBe('idle');
    session.dictation.toggle('window');
    await reach('error');
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('[S21] may start while the model loads, but not without one', async () => {
    const { session, state, reach } = setup({ load: () => new Promise(() => {}) });
    void session.begin();
    await vi.waitFor(() => expect(state().engine.state).toBe('loading'));
    session.dictation.toggle('window');
    await reach('listening');

    const broken = new UtterError('model-invalid', 'weights.safetensors has the wrong hash.', 'Install again.');
    const other = setup({ load: () => Promise.reject(broken) });
    await other.session.begin();
    other.session.dictation.toggle('window');
    expect(other.state().dictation.state).toBe('idle');
    expect(currentProblem(other.state())).toMatchObject({ code: 'model-invalid' });
  });

  it('[S21] keeps a toggle that comes before the models are known', async () => {
    const { session, reach, state, pressHotkey } = setup();
    pressHotkey();
    expect(state().dictation.state).toBe('starting');
    await session.begin();
    await reach('listening');
  });

  it('[S14] leaves model and backend alone while speech is recognised', async () => {
    const { session, state, reach, client } = setup();
    await session.begin();
    session.dictation.toggle('window');
    await reach('listening');
    await session.choice.selectBackend('cpu');
    expect(state().settings.backend).toBe('auto');
    session.dictation.toggle('window');
    await reach('idle');
    await session.choice.selectBackend('cpu');
    expect(client.load).toHaveBeenLastCalledWith(model.url, 'cpu', expect.any(Function));
  });
});

describe('delivery', () => {
  const host = { can: { deliver: true, globalHotkey: true } };

  it('[S12] pastes exactly the words shown, when asked for by hotkey', async () => {
    const { pressHotkey, session, reach, platform, sayAtTheEnd, text, state } = setup(host);
    await session.begin();
    pressHotkey();
    await reach('listening');
    sayAtTheEnd(segmentUpdate('dear reader'));
    pressHotkey();
    await reach('idle');
    expect(platform.deliver.mock.calls).toEqual([['dear reader']]);
    expect(text()).toBe('dear reader');
    expect(state().hotkeys).toEqual(hotkeys);
  });

  it('[S12] delivers nothing when started in the window, and nothing when nothing was said', async () => {
    const { pressHotkey, session, reach, platform, sayAtTheEnd, state } = setup(host);
    await session.begin();
    pressHotkey();
    await reach('listening');
    pressHotkey();
    await reach('idle');
    expect(state().remark).toBe('No words were recognised.');
    session.dictation.toggle('window');
    await reach('listening');
    sayAtTheEnd(segmentUpdate('for this window'));
    session.dictation.toggle('window');
    await reach('idle');
    expect(platform.deliver).not.toHaveBeenCalled();
  });

  it.each([
    ['answers so', () => Promise.resolve<Delivery>({ state: 'failed', reason: 'The window is gone.' })],
    ['throws', () => Promise.reject<Delivery>(new Error('The window is gone.'))],
  ])('[S12] tells of a delivery that failed (the host %s) and keeps the text', async (_, deliver) => {
    const { pressHotkey, session, reach, sayAtTheEnd, text, state } = setup({ ...host, deliver });
    await session.begin();
    pressHotkey();
    await reach('listening');
    sayAtTheEnd(segmentUpdate('keep me'));
    pressHotkey();
    await reach('idle');
    await vi.waitFor(() => expect(currentProblem(state())?.message).toContain('The window is gone.'));
    expect(text()).toBe('keep me');
  });
});

describe('recordings', () => {
  const files = ['a.wav', 'bad.pdf', 'c.wav'].map((name) => new File(['x'], name));
  const progress = (state: AppState): string[] =>
    state.pages.flatMap((page) => (page.kind === 'recording' ? [page.progress.state] : []));

  it('[S10] are transcribed one after the other; a bad one does not stop the rest', async () => {
    const { session, state, jobs, text } = setup();
    await session.begin();
    session.recordings.add(files);
    expect(progress(state())).toEqual(['running', 'queued', 'queued']);
    jobs[0]!.events.update?.(segmentUpdate('first'));
    jobs[0]!.end('finished');
    await vi.waitFor(() => expect(jobs).toHaveLength(2));
    jobs[1]!.fail(new UtterError('audio-undecodable', 'bad.pdf is no recording.', 'Convert it.'));
    await vi.waitFor(() => expect(jobs).toHaveLength(3));
    jobs[2]!.end('finished');
    await vi.waitFor(() => expect(progress(state())).toEqual(['done', 'failed', 'done']));
    expect(text()).toBe('first');
    session.pages.select(state().pages[2]!.id);
    expect(currentProblem(state())).toMatchObject({ message: 'bad.pdf is no recording.', remedy: 'Convert it.' });
  });

  it('[S10] can be cancelled, running or waiting; what was recognised stays', async () => {
    const { session, state, jobs, text } = setup();
    await session.begin();
    session.recordings.add(files);
    session.recordings.cancel(state().pages[2]!.id);
    jobs[0]!.events.update?.(openUpdate('so far'));
    session.recordings.cancel(state().pages[1]!.id);
    await vi.waitFor(() => expect(progress(state())).toEqual(['cancelled', 'cancelled', 'running']));
    expect(text()).toBe('so far');
  });

  it('[S107] that are dropped while somebody dictates wait beside the page, which stays', async () => {
    const { session, state, reach } = setup();
    await session.begin();
    session.dictation.toggle('window');
    await reach('listening');
    session.recordings.add(files);
    expect(state().selectedPageId).toBe('dictation');
    expect(progress(state())).toHaveLength(3);
  });

  it('[S10] wait for the model', async () => {
    let loaded!: () => void;
    const { session, state, jobs } = setup({
      load: () => new Promise((resolve) => (loaded = () => resolve({ choice, liveLengths: null }))),
    });
    void session.begin();
    session.recordings.add(files);
    await vi.waitFor(() => expect(state().engine.state).toBe('loading'));
    expect(progress(state())).toEqual(['queued', 'queued', 'queued']);
    loaded();
    await vi.waitFor(() => expect(jobs).toHaveLength(1));
  });

  it('[U6] are exported under their own name, and taken away by clearing', async () => {
    const { session, state, jobs, platform } = setup();
    await session.begin();
    session.recordings.add([files[0]!]);
    jobs[0]!.events.update?.(segmentUpdate('some words'));
    jobs[0]!.end('finished');
    await session.pages.export('txt');
    expect(platform.saveFile.mock.calls).toEqual([['a.txt', 'some words\n', 'text/plain']]);
    await session.pages.copy();
    expect(platform.copyText).toHaveBeenCalledWith('some words');
    session.pages.clear();
    expect(state().pages.map(({ id }) => id)).toEqual(['dictation']);
    expect(state().selectedPageId).toBe('dictation');
  });
});

describe('written text', () => {
  const written = (text: string): TranscriptUpdate => {
    const { segments, ...rest } = segmentUpdate('two hundred');
    return { ...rest, segments: segments.map((each) => ({ ...each, written: [{ text, startMs: 0, endMs: 200 }] })) };
  };

  it('[K34] is what is pasted, copied and exported', async () => {
    const { session, platform, pressHotkey, reach, sayAtTheEnd } = setup({ can: { deliver: true, globalHotkey: true } });
    await session.begin();
    pressHotkey();
    await reach('listening');
    sayAtTheEnd(written('200.'));
    pressHotkey();
    await reach('idle');
    expect(platform.deliver.mock.calls).toEqual([['200.']]);
    await session.pages.copy();
    expect(platform.copyText.mock.calls).toEqual([['200.']]);
  });

  it('[K33, K35] is asked for with the settings of the moment, and goes on from the page', async () => {
    const { session, client, reach, sayAtTheEnd } = setup();
    const listen = vi.spyOn(client, 'listen');
    await session.begin();
    await session.changeSettings({ autoPunctuation: false, commandsOff: ['comma'] });
    for (const text of ['200,', ' 300']) {
      session.dictation.toggle('window');
      await reach('listening');
      sayAtTheEnd(written(text));
      session.dictation.toggle('window');
      await reach('idle');
    }
    const text = {
      settings: {
        formatText: true,
        autoPunctuation: false,
        spokenMarks: true,
        style: defaultStyle,
        commandsOff: ['comma'],
        replacements: [],
      },
      editCommandsOff: [],
    };
    expect(listen.mock.calls.map((call) => call[3]?.text)).toEqual([
      { ...text, preceding: '' },
      { ...text, preceding: '200,' },
    ]);
  });
});
