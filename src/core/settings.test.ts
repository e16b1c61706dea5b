import { expect, it } from 'vitest';
import { defaultSettings, parseSettings, textSettings } from './settings';

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
    commandsOff: ['comma'],
    replacements: [{ from: 'my address', to: 'Here' }],
  });
  expect(textSettings(parseSettings({ commandsOff: 'all', replacements: {} }))).toEqual(textSettings(defaultSettings));
  expect(textSettings(defaultSettings)).toEqual({ formatText: true, autoPunctuation: true, commandsOff: [], replacements: [] });
});
