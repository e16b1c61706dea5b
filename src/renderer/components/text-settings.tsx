import type { SpokenCommand } from '../../core/text/language';
import { textLanguage } from '../../core/text/languages';
import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './panel.module.css';
import { ReplacementEditor } from './replacement-editor';

/** How recognised words are written: as text or as they are, with which marks, commands and replacements. */
export function TextSettingsRows() {
  const session = useSession();
  const { formatText, autoPunctuation } = useApp((state) => state.settings);
  return (
    <>
      <label className={styles.row}>
        <span>Write numbers, capitals and punctuation</span>
        <input
          type="checkbox"
          checked={formatText}
          onChange={(event) => void session.changeSettings({ formatText: event.target.checked })}
        />
      </label>
      <label className={styles.row}>
        <span>Punctuate without being told</span>
        <input
          type="checkbox"
          checked={autoPunctuation}
          disabled={!formatText}
          onChange={(event) => void session.changeSettings({ autoPunctuation: event.target.checked })}
        />
      </label>
      {formatText && <CommandRows />}
      {formatText && <ReplacementEditor />}
    </>
  );
}

function CommandRows() {
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
    <details className={styles.group}>
      <summary>Spoken commands</summary>
      <ul className={styles.list} aria-label="Spoken commands">
        {commands.map((command) => (
          <li key={command.id}>
            <label className={styles.row}>
              <CommandText command={command} />
              <input
                type="checkbox"
                checked={!off.includes(command.id)}
                onChange={(event) => change(command.id, event.target.checked)}
              />
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function CommandText({ command: { say, does } }: { readonly command: SpokenCommand }) {
  return (
    <span>
      <q>{say[0]}</q>
      {say.length > 1 && (
        <>
          {' '}
          or <q>{say[1]}</q>
        </>
      )}
      : {does.charAt(0).toLowerCase() + does.slice(1)}
    </span>
  );
}
