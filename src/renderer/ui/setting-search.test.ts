import { afterEach, describe, expect, it } from 'vitest';
import { uiLanguages, type UiLanguage } from '../../core/ui-language';
import { en } from '../locales/en/index';
import { i18n } from '../locales/language';
import { isFound, synonymsByLabel } from './setting-search';

const say = (key: string): string => (i18n.t as (each: string) => string)(key);
const keys = Object.entries(en.synonyms).flatMap(([group, own]) => Object.keys(own).map((key) => `${group}.${key}`));

/** The keys of the labels that a query finds. */
function found(query: string): string[] {
  const synonyms = synonymsByLabel();
  return keys.filter((key) => isFound(query, `${say(key)} ${synonyms.get(say(key)) ?? ''}`));
}

afterEach(() => i18n.changeLanguage('en'));

/** What people type, and a setting that they mean. */
const english = {
  mic: 'dictating.microphone',
  'audio input': 'dictating.microphone',
  headset: 'dictating.microphone',
  volume: 'dictating.microphoneTest',
  hotkey: 'dictating.dictate',
  shortcut: 'dictating.dictate',
  keyboard: 'dictating.dictate',
  'push to talk': 'dictating.press',
  hold: 'dictating.press',
  escape: 'dictating.cancel',
  clipboard: 'dictating.repaste',
  silence: 'dictating.tail',
  'cut off': 'dictating.tail',
  'first word': 'dictating.keepReady',
  undo: 'dictating.edits',
  german: 'languages.title',
  french: 'languages.title',
  detect: 'languages.automatic',
  accuracy: 'finalText.tier',
  quality: 'finalText.tier',
  whisper: 'finalText.tier',
  battery: 'finalText.onBattery',
  timeout: 'finalText.wait',
  paste: 'delivering.way',
  cursor: 'delivering.way',
  popup: 'delivering.overlay',
  terminal: 'delivering.rules',
  digits: 'writing.format',
  uppercase: 'writing.format',
  punctuation: 'writing.marks',
  'new line': 'writing.commands',
  snippets: 'writing.replacements',
  autocorrect: 'writing.replacements',
  vocabulary: 'words.title',
  dictionary: 'words.title',
  names: 'words.title',
  privacy: 'keeping.keep',
  retention: 'keeping.text',
  storage: 'keeping.sound',
  download: 'models.title',
  lag: 'latency.title',
  gpu: 'machine.backend',
  'graphics card': 'machine.backend',
  speed: 'machine.selfTest',
  benchmark: 'machine.selfTest',
  dark: 'application.theme',
  'night mode': 'application.theme',
  interface: 'application.language',
  autostart: 'system.startAtLogin',
  beep: 'system.sounds',
  ram: 'system.idle',
  folder: 'system.watch',
  update: 'system.askDaily',
  help: 'about.title',
};

const others: Partial<Record<UiLanguage, Readonly<Record<string, string>>>> = {
  de: {
    mikro: 'dictating.microphone',
    tastenkürzel: 'dictating.dictate',
    hotkey: 'dictating.dictate',
    dunkel: 'application.theme',
    grafikkarte: 'machine.backend',
    gpu: 'machine.backend',
    geschwindigkeit: 'machine.selfTest',
    wörterbuch: 'words.title',
    satzzeichen: 'writing.marks',
    zwischenablage: 'delivering.way',
    autostart: 'system.startAtLogin',
    datenschutz: 'keeping.keep',
    genauigkeit: 'finalText.tier',
    ordner: 'system.watch',
    hilfe: 'about.title',
  },
  ar: {
    مايك: 'dictating.microphone',
    اختصار: 'dictating.dictate',
    داكن: 'application.theme',
    سرعة: 'machine.selfTest',
    gpu: 'machine.backend',
    قاموس: 'words.title',
    ترقيم: 'writing.marks',
    خصوصية: 'keeping.keep',
    دقة: 'finalText.tier',
    مجلد: 'system.watch',
  },
  ja: {
    マイク: 'dictating.microphone',
    ショートカット: 'dictating.dictate',
    ダーク: 'application.theme',
    速度: 'machine.selfTest',
    gpu: 'machine.backend',
    辞書: 'words.title',
    句読点: 'writing.marks',
    プライバシー: 'keeping.keep',
    精度: 'finalText.tier',
    自動起動: 'system.startAtLogin',
  },
};

describe('the words that people type', () => {
  it('[U88] fifty of them find the setting that is meant', () => {
    expect(Object.keys(english).length).toBeGreaterThanOrEqual(50);
    const missed = Object.entries(english).filter(([query, key]) => !found(query).includes(key));
    expect(missed).toEqual([]);
  });

  it.each(Object.keys(others) as UiLanguage[])('[U88] in %s too', async (language) => {
    await i18n.changeLanguage(language);
    const missed = Object.entries(others[language] ?? {}).filter(([query, key]) => !found(query).includes(key));
    expect(missed).toEqual([]);
  });

  it.each(uiLanguages)('[U88] synonyms in %s are of settings that there are', async (language) => {
    await i18n.changeLanguage(language);
    for (const key of keys) {
      expect(say(key), key).not.toBe(key);
      expect(say(`synonyms.${key}`), key).not.toBe(`synonyms.${key}`);
    }
  });

  it('[U64] a short word is found at the beginnings of words alone', () => {
    expect(isFound('mic', 'writes a semicolon')).toBe(false);
    expect(isFound('mic', 'the microphone')).toBe(true);
    expect(isFound('مقط', 'المقطع')).toBe(true);
    expect(isFound('phone', 'the microphone')).toBe(true);
    expect(isFound('+', 'Ctrl+V')).toBe(true);
  });
});
