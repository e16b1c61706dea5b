import { afterEach, describe, expect, it } from 'vitest';
import { UtterError, type ErrorCode } from '../../core/errors';
import { en } from './en/index';
import { localized, localizedHost } from './failure';
import { i18n } from './language';

const failure = { code: 'audio-empty', message: 'call.m4a is silent throughout.', remedy: 'Choose one from 1 to 3.' } as const;

afterEach(() => i18n.changeLanguage('en'));

describe('an error from the recogniser or the host', () => {
  it('[U90] is exact in English', () => {
    expect(localized(failure)).toEqual(failure);
  });

  it.each(['de', 'ar', 'ja'])('[U90] reads in %s first, and the exact message follows', async (language) => {
    await i18n.changeLanguage(language);
    for (const code of Object.keys(en.errors) as ErrorCode[]) {
      const { message, remedy } = localized({ ...failure, code });
      expect(message).not.toBe(en.errors[code].message);
      expect(message).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,} the/);
      expect(remedy.replaceAll(/[\u2068\u2069]/g, '')).toContain('call.m4a is silent throughout. Choose one from 1 to 3.');
      expect(remedy.startsWith(failure.message)).toBe(false);
    }
  });

  it('[U90] of a host that can not be changed is localized, and all else of it stays', async () => {
    await i18n.changeLanguage('de');
    const host = Object.freeze({
      name: 'electron',
      fails: () => Promise.reject(new UtterError('file-unwritable', 'No room.', 'Free some.')),
      works: (value: number) => Promise.resolve(value + 1),
      onChange: (listener: () => void) => listener,
    });
    const other = localizedHost(host);
    await expect(other.fails()).rejects.toMatchObject({
      code: 'file-unwritable',
      message: 'Eine Datei ließ sich nicht schreiben.',
    });
    expect([other.name, await other.works(1)]).toEqual(['electron', 2]);
    const listener = (): void => {};
    expect(other.onChange(listener)).toBe(listener);
  });
});
