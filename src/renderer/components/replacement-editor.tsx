import { useId, useState } from 'react';
import type { Replacement } from '../../core/text/types';
import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './panel.module.css';
import { overruled } from '../replacements';

/** What to write for what is said; a row is stored when it is left, and only if it says something. */
export function ReplacementEditor() {
  const session = useSession();
  const stored = useApp((state) => state.settings.replacements);
  const [rows, setRows] = useState<readonly Replacement[] | null>(null);
  const shown = rows ?? stored;
  const lost = overruled(shown);
  const heading = useId();

  const change = (index: number, changed: Partial<Replacement>): void =>
    setRows(shown.map((row, at) => (at === index ? { ...row, ...changed } : row)));
  const store = (replacements: readonly Replacement[]): void => {
    const told = replacements.map(({ from, to }) => ({ from: from.trim(), to })).filter(({ from }) => from !== '');
    if (JSON.stringify(told) !== JSON.stringify(stored)) void session.changeSettings({ replacements: told });
  };
  const remove = (index: number): void => {
    const others = shown.filter((_, at) => at !== index);
    setRows(others);
    store(others);
  };

  return (
    <details className={styles.group}>
      <summary id={heading}>Replacements</summary>
      <p className={styles.note}>
        Say <q>my address</q>, get your address. What is written here is not replaced again.
      </p>
      <ul className={styles.list} aria-labelledby={heading}>
        {shown.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other identity while they are edited
          <li key={index} className={styles.replacement}>
            <input
              type="text"
              aria-label={`Say, row ${index + 1}`}
              placeholder="say"
              maxLength={200}
              value={row.from}
              onChange={(event) => change(index, { from: event.target.value })}
              onBlur={() => store(shown)}
            />
            <textarea
              aria-label={`Write, row ${index + 1}`}
              placeholder="write"
              rows={1}
              maxLength={10_000}
              value={row.to}
              onChange={(event) => change(index, { to: event.target.value })}
              onBlur={() => store(shown)}
            />
            <button type="button" aria-label={`Remove row ${index + 1}`} onClick={() => remove(index)}>
              Remove
            </button>
            {lost.has(index) && <p className={styles.note}>Another row says the same; the last one counts.</p>}
          </li>
        ))}
      </ul>
      <button type="button" className={styles.add} onClick={() => setRows([...shown, { from: '', to: '' }])}>
        Add a replacement
      </button>
    </details>
  );
}
