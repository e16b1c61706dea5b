import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../core/settings';
import { uiLanguage, uiLanguages } from '../../core/ui-language';
import type { OverlayFrame } from '../../platform/overlay';
import type { Delivery } from '../../platform/platform';
import { messages } from '../messages';
import { createOverlayPresenter, stayMs } from './presenter';

const live = (committed: string, tentative = '') => ({ committed, tentative, levelDb: -30, notice: null, problem: null });

function setup(changes: { overlay?: Settings['overlay']; isOwnWindowFocused?: boolean } = {}) {
  const shown: (OverlayFrame['view'] | null)[] = [];
  const languages: string[] = [];
  const settings: Pick<Settings, 'overlay' | 'theme' | 'language'> = {
    overlay: changes.overlay ?? 'on',
    theme: 'dark',
    language: 'en',
  };
  const presenter = createOverlayPresenter({
    window: {
      show: ({ view, language }) => {
        shown.push(view);
        languages.push(language);
      },
      hide: () => void shown.push(null),
    },
    settings: () => settings,
    messages: () => messages[uiLanguage(settings.language, [])],
    isOwnWindowFocused: () => changes.isOwnWindowFocused ?? false,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  const deliver = async (delivery: Delivery): Promise<void> => {
    presenter.delivering(Promise.resolve(delivery));
    presenter.phaseChanged('idle');
    await Promise.resolve();
    await Promise.resolve();
  };
  const dictate = (): void => {
    for (const phase of ['starting', 'listening'] as const) presenter.phaseChanged(phase);
    presenter.liveChanged(live('hello', 'wor'));
    presenter.phaseChanged('finishing');
    presenter.liveChanged(live('hello world'));
  };
  return { presenter, shown, languages, settings, deliver, dictate };
}

describe('overlay presenter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => void vi.useRealTimers();
  });

  it('[U40] shows state, level, committed and tentative words from the first moment to the last', () => {
    const { shown, dictate } = setup();
    dictate();
    const nothing = { committed: '', tentative: '', levelDb: -100, notice: null };
    expect(shown).toEqual([
      { state: 'starting', ...nothing },
      { state: 'listening', ...nothing },
      { state: 'listening', committed: 'hello', tentative: 'wor', levelDb: -30, notice: null },
      { state: 'finishing', committed: 'hello', tentative: 'wor', levelDb: -30, notice: null },
      { state: 'finishing', committed: 'hello world', tentative: '', levelDb: -30, notice: null },
    ]);
  });

  it.each([
    [{ state: 'pasted' }, 'done', 'Pasted'],
    [{ state: 'typed' }, 'done', 'Typed'],
    [{ state: 'copied', reason: 'No window.' }, 'notice', 'Copied. No window.'],
    [{ state: 'failed', reason: 'No owner.' }, 'problem', 'Not delivered. No owner.'],
  ] as const)('[U41] %j is said, and then the overlay goes', async (delivery, state, message) => {
    const { shown, dictate, deliver } = setup();
    dictate();
    await deliver(delivery);
    expect(shown.at(-1)).toEqual({ state, message });
    vi.advanceTimersByTime(stayMs[state] - 1);
    expect(shown.at(-1)).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(shown.at(-1)).toBeNull();
  });

  it('[U41] what could not be delivered stays longer than what could', () => {
    expect(stayMs.problem).toBeGreaterThan(3 * stayMs.done);
    expect(stayMs.notice).toBeGreaterThan(3 * stayMs.done);
  });

  it('[U41] a failure of dictation is told with its remedy', () => {
    const { presenter, shown } = setup();
    presenter.phaseChanged('starting');
    presenter.liveChanged({ ...live(''), problem: 'No microphone was found. Connect one.' });
    presenter.phaseChanged('error');
    expect(shown.at(-1)).toEqual({ state: 'problem', message: 'No microphone was found. Connect one.' });
  });

  it('[U41] the next dictation’s words come before what became of the last one', async () => {
    const { presenter, shown, dictate, deliver } = setup();
    dictate();
    const delivered = deliver({ state: 'failed', reason: 'Late.' });
    presenter.phaseChanged('starting');
    await delivered.catch(() => undefined);
    presenter.phaseChanged('starting');
    expect(shown.at(-1)).toMatchObject({ state: 'starting', committed: '' });
    vi.advanceTimersByTime(20_000);
    expect(shown.at(-1)).toMatchObject({ state: 'starting' });
  });

  it('[U40] without words it goes at once', () => {
    const { presenter, shown } = setup();
    for (const phase of ['starting', 'listening', 'finishing', 'idle'] as const) presenter.phaseChanged(phase);
    expect(shown.at(-1)).toBeNull();
  });

  it('[U42] switched off it shows nothing, and a change counts at once', () => {
    const { presenter, shown, settings, dictate } = setup({ overlay: 'off' });
    dictate();
    expect(shown.every((view) => view === null)).toBe(true);
    settings.overlay = 'on';
    presenter.refresh();
    expect(shown.at(-1)).toMatchObject({ state: 'finishing', committed: 'hello world' });
  });

  it('[U42] while Utter’s own window has the focus the words are shown there', () => {
    const { shown, dictate } = setup({ isOwnWindowFocused: true });
    dictate();
    expect(shown).toEqual([]);
  });

  it('[U63] speaks the language of the settings, and tells the page which', async () => {
    const { shown, languages, settings, deliver, dictate } = setup();
    const endings = new Set<unknown>();
    for (const language of uiLanguages) {
      settings.language = language;
      dictate();
      await deliver({ state: 'pasted' });
      expect(languages.at(-1)).toBe(language);
      const ending = shown.at(-1);
      expect(ending).toEqual({ state: 'done', message: messages[language].pasted });
      endings.add(ending !== null && ending !== undefined && 'message' in ending && ending.message);
    }
    expect(endings.size).toBe(uiLanguages.length);
  });
});
