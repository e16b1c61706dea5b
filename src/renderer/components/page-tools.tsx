import { useState } from 'react';
import { exportFormats, type ExportExtension } from '../export-formats';
import { hasText, type Page } from '../pages';
import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './page-tools.module.css';

/** What can be done with the selected text. */
export function PageTools({ page }: { readonly page: Page }) {
  const session = useSession();
  const [extension, setExtension] = useState<ExportExtension>('txt');
  const isDictating = useApp(({ dictation: { state } }) => state !== 'idle' && state !== 'error');
  const isEmpty = !hasText(page.transcript);
  const isKept = page.kind === 'dictation' && (isDictating || isEmpty);
  return (
    <div className={styles.tools}>
      <h2 className={styles.title}>{page.name}</h2>
      <button type="button" className={styles.tool} disabled={isEmpty} onClick={() => void session.copy()}>
        Copy
      </button>
      <span className={styles.export}>
        <button type="button" className={styles.tool} disabled={isEmpty} onClick={() => void session.export(extension)}>
          Export
        </button>
        <select
          className={styles.format}
          aria-label="Format"
          value={extension}
          disabled={isEmpty}
          onChange={(event) => setExtension(event.target.value as ExportExtension)}
        >
          {Object.entries(exportFormats).map(([key, { label }]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      </span>
      <button type="button" className={styles.tool} disabled={isKept} onClick={() => session.clear()}>
        Clear
      </button>
    </div>
  );
}
