import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import { defaultSettings } from '../../core/settings';
import { english } from '../../core/text/en/index';
import { type Desks, DesksContext } from '../app/desks';
import { SettingSearch } from '../ui/setting-rows';
import { SpokenCommands } from './spoken-commands';

/** What a search leaves of the list: every way to say the commands that are shown. */
function shown(query: string): readonly string[] {
  const store = createStore(() => ({
    settings: { ...defaultSettings, commandsOff: ['comma'] },
    engine: { model: { language: 'en' } },
  }));
  const markup = renderToStaticMarkup(
    <DesksContext value={{ store } as unknown as Desks}>
      <SettingSearch value={{ query, path: '', synonyms: new Map() }}>
        <SpokenCommands />
      </SettingSearch>
    </DesksContext>,
  );
  const rows = [...markup.matchAll(/<li[^>]*?data-setting[^>]*?>[\s\S]*?<\/li>/g)].map(([row]) => row);
  return rows
    .filter((row) => !/^<li[^>]* hidden/.test(row))
    .flatMap((row) => [...row.matchAll(/<q[^>]*>([^<]*)<\/q>/g)].map(([, phrase]) => phrase!));
}

it('[K67] lists every way to say every command, and a search finds each by any of them', () => {
  vi.stubGlobal('navigator', { languages: ['en'] });
  const all = english.commands.flatMap(({ say }) => say);
  expect(shown('').filter((phrase) => !phrase.startsWith('…'))).toHaveLength(all.length);
  expect(new Set(shown(''))).toEqual(new Set([...all, '… emoji']));
  expect(shown('semi colon')).toEqual(['semicolon', 'semi colon']);
  expect(shown('curly')).toContain('close curly bracket');
  expect(shown('emoji')).toEqual(['smiley face', 'winky face', 'frowny face', '… emoji']);
  expect(shown('nothing of the kind')).toEqual([]);
});
