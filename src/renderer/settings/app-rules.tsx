import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { deliveryMethods, type DeliveryMethod, type DeliveryRule } from '../../core/settings';
import styles from '../ui/panel.module.css';
import { Setting } from '../ui/setting-rows';

interface AppRulesProps {
  readonly rules: readonly DeliveryRule[];
  onChange(rules: DeliveryRule[]): void;
}

/** Applications that take text in another way than the rest; terminals are known already. */
export function AppRules({ rules, onChange }: AppRulesProps) {
  const { t } = useTranslation();
  const [app, setApp] = useState('');
  const [method, setMethod] = useState<DeliveryMethod>('type');
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const name = app.trim().toLowerCase();
    if (name === '') return;
    onChange([{ app: name, method }, ...rules.filter((rule) => rule.app !== name)]);
    setApp('');
  };
  const title = rules.length > 0 ? t('delivering.rulesCount', { count: rules.length }) : t('delivering.rules');
  return (
    <Setting label={title}>
      <details className={styles.group}>
        <summary>{title}</summary>
        <ul className={styles.list}>
          {rules.map((rule) => (
            <li key={rule.app} className={styles.row}>
              <span>
                <bdi>{rule.app}</bdi>: {t(`delivering.methods.${rule.method}`)}
              </span>
              <button type="button" className={styles.button} onClick={() => onChange(rules.filter((each) => each !== rule))}>
                {t('delivering.remove', { app: rule.app })}
              </button>
            </li>
          ))}
        </ul>
        <form className={styles.row} onSubmit={add}>
          <input
            type="text"
            dir={app === '' ? undefined : 'auto'}
            aria-label={t('delivering.application')}
            placeholder={t('delivering.applicationHint')}
            value={app}
            maxLength={100}
            onChange={(event) => setApp(event.target.value)}
          />
          <select
            aria-label={t('delivering.itsWay')}
            value={method}
            onChange={(event) => setMethod(event.target.value as DeliveryMethod)}
          >
            {deliveryMethods.map((each) => (
              <option key={each} value={each}>
                {t(`delivering.methods.${each}`)}
              </option>
            ))}
          </select>
          <button type="submit" className={styles.button}>
            {t('delivering.add')}
          </button>
        </form>
      </details>
    </Setting>
  );
}
