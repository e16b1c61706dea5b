import { useState } from 'react';
import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './model-manager.module.css';

/** By what way models are downloaded. */
export function DownloadSettings() {
  return (
    <details className={styles.section}>
      <summary>Proxy and mirror</summary>
      <AddressField name="downloadProxy" label="Proxy" meaning="Empty: as HTTPS_PROXY says." />
      <AddressField name="downloadMirror" label="Mirror" meaning="Takes the place of the servers’ names in the addresses above. Empty: none." />
    </details>
  );
}

interface AddressFieldProps {
  readonly name: 'downloadProxy' | 'downloadMirror';
  readonly label: string;
  readonly meaning: string;
}

function AddressField({ name, label, meaning }: AddressFieldProps) {
  const session = useSession();
  const stored = useApp((state) => state.settings[name]);
  const [text, setText] = useState(stored);
  const address = text.trim();
  const isValid = address === '' || (/^https?:/.test(address) && URL.canParse(address));
  return (
    <label className={styles.row}>
      <span>
        {label}
        <small className={isValid ? undefined : styles.problem}>{isValid ? meaning : 'An address begins with http:// or https://.'}</small>
      </span>
      <input
        type="url"
        value={text}
        maxLength={500}
        placeholder="https://…"
        aria-invalid={!isValid}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (isValid && address !== stored) void session.changeSettings({ [name]: address });
        }}
      />
    </label>
  );
}
