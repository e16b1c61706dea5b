import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Row, SettingSearch, SettingsGroup, SettingsSection } from './setting-rows';
import { isFound } from './setting-search';

it('[U64] a setting is found by parts of its words, in any order, without case, accents and vowel signs', () => {
  expect(isFound('', 'anything')).toBe(true);
  expect(isFound(' keep MICRO ', 'Keep the microphone ready')).toBe(true);
  expect(isFound('ready keep', 'Keep the microphone ready')).toBe(true);
  expect(isFound('keep theme', 'Keep the microphone ready')).toBe(false);
  expect(isFound('grosse', 'Größe')).toBe(false);
  expect(isFound('grosß', 'Groß')).toBe(false);
  expect(isFound('fur', 'Für immer')).toBe(true);
  expect(isFound('اخر نص', 'لصق آخر نصٍّ')).toBe(true);
  expect(isFound('ﾏｲｸ', 'マイクの音量')).toBe(true);
  expect(isFound('ctrl v', '\u2068Ctrl\u2069+V')).toBe(true);
});

/** The labels that are shown, and whether the folded part is open. */
function shown(query: string): { readonly labels: readonly string[]; readonly isOpen: boolean } {
  const markup = renderToStaticMarkup(
    <SettingSearch value={{ query, path: '', synonyms: new Map([['Microphone', 'mic headset']]) }}>
      <SettingsSection title="Dictation">
        <Row label="Microphone">
          <input />
        </Row>
        <SettingsGroup title="Commands">
          <Row label="undo that">
            <input />
          </Row>
          <Row label="stop dictation">
            <input />
          </Row>
        </SettingsGroup>
      </SettingsSection>
    </SettingSearch>,
  );
  const rows = [...markup.matchAll(/<div data-setting="true"( hidden="")?><label[^>]*><span>([^<]+)/g)];
  expect(rows).toHaveLength(3);
  return {
    labels: rows.filter(([, hidden]) => hidden === undefined).map(([, , label]) => label!),
    isOpen: / open=""/.test(markup),
  };
}

it('[U64] a search shows the settings that it finds, all of a heading that it finds, and unfolds what is folded', () => {
  expect(shown('')).toEqual({ labels: ['Microphone', 'undo that', 'stop dictation'], isOpen: false });
  expect(shown('micro')).toEqual({ labels: ['Microphone'], isOpen: true });
  expect(shown('commands')).toEqual({ labels: ['undo that', 'stop dictation'], isOpen: true });
  expect(shown('dictation undo')).toEqual({ labels: ['undo that'], isOpen: true });
  expect(shown('overlay')).toEqual({ labels: [], isOpen: true });
  expect(shown('headset')).toEqual({ labels: ['Microphone'], isOpen: true });
});
