import { describe, expect, it } from 'vitest';
import { defaultSettings, parseSettings, textSettings } from './settings';

describe('settings', () => {
  it('[H40] a bad value of any key loses only itself', () => {
    for (const key of Object.keys(defaultSettings)) {
      const stored = { ...defaultSettings, theme: 'dark', tailMs: 600, [key]: { nonsense: true } };
      const { [key as 'theme']: _changed, ...others } = parseSettings(stored);
      const { [key as 'theme']: _default, ...expected } = { ...defaultSettings, theme: 'dark', tailMs: 600 };
      expect(others).toEqual(expected);
    }
  });

  it('[H40] of a list of rules the valid ones stay, in order and in lower case', () => {
    const deliveryRules = [{ app: ' XTerm ', method: 'type' }, { app: '', method: 'type' }, 7, { app: 'a', method: 'copy' }];
    expect(parseSettings({ deliveryRules }).deliveryRules).toEqual([
      { app: 'xterm', method: 'type' },
      { app: 'a', method: 'copy' },
    ]);
    expect(parseSettings({ deliveryRules: 'xterm' }).deliveryRules).toEqual([]);
  });

  it('[H40] a tail is at most two seconds', () => {
    expect([-1, 2001, 1.5, 2000].map((tailMs) => parseSettings({ tailMs }).tailMs)).toEqual([400, 400, 400, 2000]);
  });

  it('[E15, H40] the length of live chunks is automatic unless it is one that speech can have', () => {
    const lengths = [undefined, null, 'auto', 0, -120, 20_000, Number.NaN, 120, 12.5];
    const expected = [null, null, null, null, null, null, null, 120, 12.5];
    expect(lengths.map((liveChunkMs) => parseSettings({ liveChunkMs }).liveChunkMs)).toEqual(expected);
  });

  it('[H40, S100] of the languages that are spoken the valid ones stay, each once, in order', () => {
    const spokenLanguages = ['de', 'EN', 'en', 7, 'de', 'en-US', '', 'yue'];
    expect(parseSettings({ spokenLanguages }).spokenLanguages).toEqual(['de', 'en', 'yue']);
    expect(parseSettings({ spokenLanguages: 'de' }).spokenLanguages).toEqual([]);
    const many = Array.from({ length: 30 }, (_, index) => `a${String.fromCharCode(97 + (index % 26))}`);
    expect(parseSettings({ spokenLanguages: many }).spokenLanguages).toHaveLength(20);
  });

  it('[H40, S100] a language has one key, the last', () => {
    const key = (language: string, accelerator: string) => ({ language, accelerator });
    const languageHotkeys = [key('de', 'F7'), key('fr', ''), 'F9', key('fr', 'F8'), key('de', 'F9')];
    expect(parseSettings({ languageHotkeys }).languageHotkeys).toEqual([key('de', 'F9'), key('fr', 'F8')]);
  });

  it('[H40, S94] a delivery waits for its final text ten seconds at most, 1.5 s by default', () => {
    const waits = [undefined, -1, 10_001, 0.5, '3', 0, 10_000];
    expect(waits.map((finalWaitMs) => parseSettings({ finalWaitMs }).finalWaitMs)).toEqual([
      1500, 1500, 1500, 1500, 1500, 0, 10_000,
    ]);
  });

  it('[H41] settings of another version keep what still means the same, and lose what means nothing here', () => {
    const other = { version: 0, theme: 'dark', deliveryMode: 'copy', pasteDelayMs: 5 };
    expect(parseSettings(other)).toEqual({ ...defaultSettings, theme: 'dark', deliveryMode: 'copy' });
  });

  it('[K30] each setting of text falls back alone, and a list loses only its bad entries', () => {
    const settings = parseSettings({
      formatText: 'yes',
      autoPunctuation: false,
      commandsOff: ['comma', 7, ''],
      replacements: [{ from: ' my address ', to: 'Here' }, { from: '', to: 'x' }, { from: 'a' }, null],
    });
    expect(textSettings(settings)).toEqual({
      formatText: true,
      autoPunctuation: false,
      spokenMarks: true,
      commandsOff: ['comma'],
      replacements: [{ from: 'my address', to: 'Here' }],
    });
    expect(textSettings(parseSettings({ commandsOff: 'all', replacements: {} }))).toEqual(textSettings(defaultSettings));
    expect(textSettings(defaultSettings)).toEqual({
      formatText: true,
      autoPunctuation: true,
      spokenMarks: true,
      commandsOff: [],
      replacements: [],
    });
  });
});
