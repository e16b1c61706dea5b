import { useState } from 'react';
import { version } from '../../../package.json';
import { useSession } from '../session-context';
import styles from './panel.module.css';
import { Setting } from './setting-rows';
import row from './system-settings.module.css';

/** Which Utter this is, the guide once more, and the licences of everything in it. */
export function AboutSettings() {
  const { system } = useSession();
  return (
    <Setting label="About Utter, guide, licences">
      <div className={styles.row}>
        <span>{`Utter ${version}`}</span>
        <button type="button" className={row.button} onClick={() => system.openGuide()}>
          Show the guide
        </button>
      </div>
      <Licences />
    </Setting>
  );
}

/** A long text, read when it is asked for. */
function Licences() {
  const [text, setText] = useState<string | null>(null);
  const read = async (): Promise<void> => {
    try {
      const response = await fetch(new URL('licences.txt', document.baseURI));
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
      setText(await response.text());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setText(`licences.txt could not be read: ${reason}. Install Utter again.`);
    }
  };
  return (
    <details className={styles.details} onToggle={(event) => event.currentTarget.open && text === null && void read()}>
      <summary>Licences of what Utter is made of</summary>
      {/* Scrollable, so it must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label="Licences" tabIndex={0} className={row.licences}>
        {text ?? 'Reading…'}
      </section>
    </details>
  );
}
