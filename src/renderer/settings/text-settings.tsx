import { Trans, useTranslation } from 'react-i18next';
import type { CommandEffect, SpokenCommand } from '../../core/text/language';
import { textLanguage } from '../../core/text/languages';
import { useApp, useSession } from '../app/desks';
import type { t as Message } from '../locales/language';
import styles from '../ui/panel.module.css';
import { Row, Setting, SettingsGroup, SettingsSection } from '../ui/setting-rows';
import { ReplacementEditor } from './replacement-editor';
import { StyleRows } from './style-settings';

/** How recognised words are written: as text or as they are, with which marks, commands and replacements. */
export function TextSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const { formatText, autoPunctuation } = useApp((state) => state.settings);
  return (
    <SettingsSection title={t('settings.text')}>
      <Row label={t('writing.format')}>
        <input
          type="checkbox"
          checked={formatText}
          onChange={(event) => void session.changeSettings({ formatText: event.target.checked })}
        />
      </Row>
      <Row label={t('writing.punctuate')}>
        <input
          type="checkbox"
          checked={autoPunctuation}
          disabled={!formatText}
          onChange={(event) => void session.changeSettings({ autoPunctuation: event.target.checked })}
        />
      </Row>
      {formatText && <StyleRows />}
      {formatText && <CommandRows />}
      {formatText && <ReplacementEditor />}
    </SettingsSection>
  );
}

function CommandRows() {
  const { t } = useTranslation();
  const session = useSession();
  const off = useApp((state) => state.settings.commandsOff);
  const language = useApp(({ engine }) => ('model' in engine ? engine.model.language : null));
  const commands = (language === null ? null : textLanguage(language))?.commands ?? [];
  if (commands.length === 0) return null;
  const change = (id: string, isOn: boolean): void => {
    const others = off.filter((each) => each !== id);
    void session.changeSettings({ commandsOff: isOn ? others : [...others, id] });
  };
  return (
    <SettingsGroup title={t('writing.commands')}>
      <ul className={styles.list} aria-label={t('writing.commands')}>
        {commands.map((command) => {
          const does = deed(command.effect, t);
          return (
            <Setting key={command.id} as="li" label={`${command.say.slice(0, 2).join(' ')} ${does}`}>
              <label className={styles.row}>
                <CommandText command={command} does={does} language={language ?? ''} />
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
    </SettingsGroup>
  );
}

interface CommandTextProps {
  readonly command: SpokenCommand;
  readonly does: string;
  /** In which the command is said. */
  readonly language: string;
}

function CommandText({ command: { say }, does, language }: CommandTextProps) {
  const [first = '', second] = say;
  const components = { say: <q lang={language} dir="auto" /> };
  return (
    <span>
      {second === undefined ? (
        <Trans i18nKey="writing.command" values={{ first, does }} components={components} />
      ) : (
        <Trans i18nKey="writing.commandOr" values={{ first, second, does }} components={components} />
      )}
    </span>
  );
}

/** What a command does, for people. */
function deed(effect: CommandEffect, t: typeof Message): string {
  switch (effect.kind) {
    case 'mark':
    case 'sign':
    case 'open':
    case 'close':
      return t('writing.writes', { text: effect.text });
    case 'break':
      return t(effect.lines === 1 ? 'writing.line' : 'writing.paragraph');
    case 'case':
      return t(effect.next === 'capital' ? 'writing.capital' : 'writing.capitals');
    case 'glue':
    case 'literal':
      return t(`writing.${effect.kind}`);
  }
}
