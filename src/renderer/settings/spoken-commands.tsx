import { useId } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { type CommandEffect, commandGroups, type SpokenCommand } from '../../core/text/language';
import { textLanguage } from '../../core/text/languages';
import { useApp, useSession } from '../app/desks';
import { formatLocale, type t as Message } from '../locales/language';
import styles from '../ui/panel.module.css';
import { Setting, SettingsGroup } from '../ui/setting-rows';

/** Every spoken command under the heading of its kind, with a switch; the settings' search finds each by all that can be said for it. */
export function SpokenCommands() {
  const { t } = useTranslation();
  const language = useApp(({ engine }) => ('model' in engine ? engine.model.language : null));
  const commands = (language === null ? null : textLanguage(language))?.commands ?? [];
  if (commands.length === 0) return null;
  return (
    <SettingsGroup title={t('writing.commands')}>
      {commandGroups.map((group) => (
        <CommandList
          key={group}
          title={t(`writing.groups.${group}`)}
          commands={commands.filter((each) => each.group === group)}
          language={language ?? ''}
        />
      ))}
    </SettingsGroup>
  );
}

interface CommandListProps {
  readonly title: string;
  readonly commands: readonly SpokenCommand[];
  /** In which the commands are said. */
  readonly language: string;
}

function CommandList({ title, commands, language }: CommandListProps) {
  const { t } = useTranslation();
  const id = useId();
  const session = useSession();
  const off = useApp((state) => state.settings.commandsOff);
  if (commands.length === 0) return null;
  const change = (command: string, isOn: boolean): void => {
    const others = off.filter((each) => each !== command);
    void session.changeSettings({ commandsOff: isOn ? others : [...others, command] });
  };
  return (
    <div data-group>
      <h3 id={id} className={styles.subheading}>
        {title}
      </h3>
      <ul className={styles.list} aria-labelledby={id}>
        {commands.map((command) => {
          const phrases = phrasesOf(command, t);
          const does = deed(command.effect, t);
          return (
            <Setting key={command.id} as="li" label={`${title} ${phrases.join(' ')} ${does}`}>
              <label className={styles.row}>
                <span>
                  <Trans
                    i18nKey="writing.command"
                    values={{ does }}
                    components={{ say: <Phrases phrases={phrases} language={language} /> }}
                  />
                </span>
                <input
                  type="checkbox"
                  checked={!off.includes(command.id)}
                  onChange={(event) => change(command.id, event.target.checked)}
                />
              </label>
            </Setting>
          );
        })}
      </ul>
    </div>
  );
}

/** All that can be said for one command, as a list in the language of the window. */
function Phrases({ phrases, language }: { readonly phrases: readonly string[]; readonly language: string }) {
  const parts = new Intl.ListFormat(formatLocale(), { type: 'disjunction' }).formatToParts(phrases);
  return parts.map(({ type, value }, index) =>
    type === 'element' ? (
      <q key={index} lang={language} dir="auto">
        {value}
      </q>
    ) : (
      value
    ),
  );
}

function phrasesOf({ say, effect }: SpokenCommand, t: typeof Message): readonly string[] {
  return effect.kind === 'emoji' ? [t('writing.emojiName')] : say;
}

/** What a command does, for people. */
function deed(effect: CommandEffect, t: typeof Message): string {
  switch (effect.kind) {
    case 'sign':
      if (effect.text.trim() === '') return t(effect.text === '\t' ? 'writing.tab' : 'writing.space');
      return t('writing.writes', { text: effect.text });
    case 'mark':
    case 'open':
    case 'close':
      return t('writing.writes', { text: effect.text });
    case 'toggle':
      return t('writing.toggles', { text: effect.text });
    case 'break':
      return t(effect.lines === 1 ? 'writing.line' : 'writing.paragraph');
    case 'item':
      return t(effect.isNumbered ? 'writing.numbered' : 'writing.bullet');
    case 'case':
      return t(`writing.next.${effect.next}`);
    case 'mode':
      return t(`writing.${effect.isOn ? 'from' : 'until'}.${effect.mode}`);
    case 'numeral':
      return t(effect.isRoman ? 'writing.roman' : 'writing.numeral');
    case 'glue':
    case 'emoji':
    case 'literal':
      return t(`writing.${effect.kind}`);
  }
}
