import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import styles from './model-manager.module.css';

/** By what way models are downloaded. */
export function DownloadSettings() {
  const { t } = useTranslation();
  return (
    <details className={styles.section}>
      <summary>{t('models.proxyAndMirror')}</summary>
      <AddressField name="downloadProxy" label={t('models.proxy')} meaning={t('models.proxyNote')} />
      <AddressField name="downloadMirror" label={t('models.mirror')} meaning={t('models.mirrorNote')} />
    </details>
  );
}

interface AddressFieldProps {
  readonly name: 'downloadProxy' | 'downloadMirror';
  readonly label: string;
  readonly meaning: string;
}

function AddressField({ name, label, meaning }: AddressFieldProps) {
  const { t } = useTranslation();
  const session = useSession();
  const stored = useApp((state) => state.settings[name]);
  const [text, setText] = useState(stored);
  const address = text.trim();
  const isValid = address === '' || (/^https?:/.test(address) && URL.canParse(address));
  return (
    <label className={styles.row}>
      <span>
        {label}
        <small className={isValid ? undefined : styles.problem}>{isValid ? meaning : t('models.badAddress')}</small>
      </span>
      <input
        type="url"
        dir="ltr"
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
