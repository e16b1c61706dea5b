import { renderToStaticMarkup } from 'react-dom/server';
import { Trans, useTranslation } from 'react-i18next';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { uiLanguages } from '../../core/ui-language';
import { formatLocale, i18n, joined, speak, t } from './language';

/** Keys with their messages, groups joined by dots. */
function flat(messages: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flat(value as object, `${prefix}${key}.`)],
    ),
  );
}

const pluralForm = /_(zero|one|two|few|many|other)$/;
const messagesOf = (language: string): Map<string, string> => flat(i18n.getResourceBundle(language, 'translation') as object);
/** What a message is filled with and wrapped in. */
const slots = (message: string): string[] => (message.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted();
const english = messagesOf('en');
const englishNames = new Set([...english.keys()].map((key) => key.replace(pluralForm, '')));
const others = uiLanguages.filter((language) => language !== 'en');

describe.each(others)('messages in %s', (language) => {
  const messages = messagesOf(language);

  it('[U61] are there for every key, and for no other', () => {
    expect(new Set([...messages.keys()].map((key) => key.replace(pluralForm, '')))).toEqual(englishNames);
    for (const [key, message] of messages) expect(message.trim(), key).not.toBe('');
  });

  it('[U61] have one for each plural form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key] of english) {
      if (!key.endsWith('_other')) continue;
      const name = key.slice(0, -'_other'.length);
      const found = [...messages.keys()].filter((each) => each.replace(pluralForm, '') === name);
      expect(found.map((each) => each.slice(name.length + 1)).toSorted(), name).toEqual(forms);
    }
  });

  it('[U61] have the values and tags of the English ones; only “one”, “two” and “none” may go without their number', () => {
    for (const [key, message] of messages) {
      const original = english.get(key) ?? english.get(key.replace(pluralForm, '_other'))!;
      const isNamed = /_(zero|one|two)$/.test(key);
      const expected = slots(original).filter((slot) => slot !== '{{count}}' || !isNamed || message.includes(slot));
      expect(slots(message), key).toEqual(expected);
    }
  });
});

it.each(uiLanguages)('[U61, W10] in %s no two regions of the window have the same name', (language) => {
  const messages = messagesOf(language);
  const regions = [
    ...['title', 'dictation', 'delivery', 'text', 'history', 'machine', 'application'].map((name) => `settings.${name}`),
    'words.title',
    'page.transcript',
    'recovery.title',
    'selfTest.title',
    'history.entry',
    'history.warnings',
    'versions.compare',
    'trash.title',
    'trash.region',
  ];
  const names = regions.map((key) => messages.get(key));
  expect(names).not.toContain(undefined);
  expect(new Set(names).size, names.join(', ')).toBe(regions.length);
});

describe('language', () => {
  const root = { lang: '', dir: '' };
  const speakIn = (setting: Parameters<typeof speak>[0], languages: readonly string[] = ['en-GB']): void => {
    vi.stubGlobal('document', { documentElement: root });
    vi.stubGlobal('navigator', { languages });
    speak(setting);
  };
  afterEach(async () => {
    await i18n.changeLanguage('en');
  });

  it('[U60] changes at once, and the page has its direction', () => {
    speakIn('ar');
    expect(root).toEqual({ lang: 'ar', dir: 'rtl' });
    expect(t('dock.start')).toBe('ابدأ الإملاء');
    speakIn('system', ['ja-JP', 'en']);
    expect(root).toEqual({ lang: 'ja', dir: 'ltr' });
    expect([t('dock.start'), formatLocale()]).toEqual(['音声入力を開始', 'ja-JP']);
    speakIn('en');
    expect([t('dock.start'), formatLocale()]).toEqual(['Start dictation', 'en-GB']);
  });

  it('[U62] a name of another direction stays whole in a text from right to left, and is untouched elsewhere', () => {
    expect(joined(['0.1 MB', 'nothing'])).toBe('0.1 MB · nothing');
    expect(t('remarks.saved', { name: 'a & b <1>.txt' })).toBe('Saved as a & b <1>.txt.');
    speakIn('ar');
    expect(joined(['0.1 MB', 'لا شيء'])).toBe('\u20680.1 MB\u2069 · \u2068لا شيء\u2069');
    expect(t('remarks.saved', { name: 'a & b <1>.txt' })).toBe('حُفظ باسم \u2068a & b <1>.txt\u2069.');
  });

  it('[U61] numbers take their plural form', () => {
    expect([1, 2].map((count) => t('settings.found', { count }))).toEqual(['1 setting', '2 settings']);
    speakIn('ar');
    expect([0, 1, 2, 3, 11, 100].map((count) => t('settings.found', { count }).replaceAll(/[\u2068\u2069]/g, ''))).toEqual([
      'لا إعدادات',
      'إعداد واحد',
      'إعدادان',
      '3 إعدادات',
      '11 إعدادًا',
      '100 إعداد',
    ]);
  });

  it('[U61] components speak the language of the moment, keys and phrases within a sentence included', () => {
    const Line = () => {
      const { t: message } = useTranslation();
      return (
        <p title={message('dock.stop')}>
          <Trans i18nKey="page.anywhere" values={{ key: 'Ctrl & <Space>' }} components={{ key: <kbd /> }} />
        </p>
      );
    };
    expect(renderToStaticMarkup(<Line />)).toBe(
      '<p title="Stop dictation"><kbd>Ctrl &amp; &lt;Space&gt;</kbd> does the same from any application.</p>',
    );
    speakIn('ja');
    expect(renderToStaticMarkup(<Line />)).toContain('title="音声入力を停止"');
  });
});
