import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Replacement } from '../../core/text/types';
import { useApp, useSession } from '../app/desks';
import panel from '../ui/panel.module.css';
import { Setting, SettingsGroup } from '../ui/setting-rows';
import styles from './replacement-editor.module.css';
import { overruled } from './replacements';

/** What to write for what is said; a row is stored when it is left, and only if it says something. */
export function ReplacementEditor() {
  const { t } = useTranslation();
  const session = useSession();
  const stored = useApp((state) => state.settings.replacements);
  const [rows, setRows] = useState<readonly Replacement[] | null>(null);
  const shown = rows ?? stored;
  const lost = overruled(shown);

  const change = (index: number, changed: Partial<Replacement>): void =>
    setRows(shown.map((row, at) => (at === index ? { ...row, ...changed } : row)));
  const store = (replacements: readonly Replacement[]): void => {
    const told = replacements.map(({ from, to }) => ({ from: from.trim(), to })).filter(({ from }) => from !== '');
    if (JSON.stringify(told) !== JSON.stringify(stored)) void session.changeSettings({ replacements: told });
  };
  /** What was removed, the last one last: the next row takes its place under the pointer. */
  const [removed, setRemoved] = useState<readonly { readonly index: number; readonly row: Replacement }[]>([]);
  const last = removed.at(-1);
  const remove = (index: number): void => {
    const row = shown[index]!;
    if (row.from !== '' || row.to !== '') setRemoved([...removed, { index, row }]);
    const others = shown.filter((_, at) => at !== index);
    setRows(others);
    store(others);
  };
  const takeBack = (): void => {
    if (last === undefined) return;
    const all = shown.toSpliced(last.index, 0, last.row);
    setRemoved(removed.slice(0, -1));
    setRows(all);
    store(all);
  };

  return (
    <SettingsGroup title={t('writing.replacements')}>
      <Setting label={t('writing.addReplacement')}>
        <p className={panel.note}>
          <Trans i18nKey="writing.replacementsNote" components={{ say: <q lang="en" dir="auto" /> }} />
        </p>
        <ul className={panel.list} aria-label={t('writing.replacements')}>
          {shown.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- rows have no other identity while they are edited
            <li key={index} className={styles.replacement}>
              <input
                type="text"
                dir={row.from === '' ? undefined : 'auto'}
                aria-label={t('writing.sayRow', { row: index + 1 })}
                placeholder={t('writing.say')}
                maxLength={200}
                value={row.from}
                onChange={(event) => change(index, { from: event.target.value })}
                onBlur={() => store(shown)}
              />
              <textarea
                dir={row.to === '' ? undefined : 'auto'}
                aria-label={t('writing.writeRow', { row: index + 1 })}
                placeholder={t('writing.write')}
                rows={1}
                maxLength={10_000}
                value={row.to}
                onChange={(event) => change(index, { to: event.target.value })}
                onBlur={() => store(shown)}
              />
              <button type="button" aria-label={t('writing.removeRow', { row: index + 1 })} onClick={() => remove(index)}>
                {t('writing.remove')}
              </button>
              {lost.has(index) && <p className={styles.overruled}>{t('writing.overruled')}</p>}
            </li>
          ))}
        </ul>
        <button type="button" className={styles.add} onClick={() => setRows([...shown, { from: '', to: '' }])}>
          {t('writing.addReplacement')}
        </button>
        {last !== undefined && (
          <button type="button" className={styles.add} onClick={takeBack}>
            {t('confirm.takeBack', { name: last.row.from })}
          </button>
        )}
      </Setting>
    </SettingsGroup>
  );
}
