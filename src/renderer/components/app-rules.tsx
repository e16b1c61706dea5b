import { useState, type FormEvent } from 'react';
import type { DeliveryMethod, DeliveryRule } from '../../core/settings';
import styles from './delivery-settings.module.css';

const methods: readonly (readonly [DeliveryMethod, string])[] = [
  ['paste', 'Ctrl+V'],
  ['paste-terminal', 'Ctrl+Shift+V'],
  ['paste-selection', 'Shift+Insert'],
  ['type', 'typing'],
  ['copy', 'only copying'],
];

interface AppRulesProps {
  readonly rules: readonly DeliveryRule[];
  onChange(rules: DeliveryRule[]): void;
}

/** Applications that take text in another way than the rest; terminals are known already. */
export function AppRules({ rules, onChange }: AppRulesProps) {
  const [app, setApp] = useState('');
  const [method, setMethod] = useState<DeliveryMethod>('type');
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const name = app.trim().toLowerCase();
    if (name === '') return;
    onChange([{ app: name, method }, ...rules.filter((rule) => rule.app !== name)]);
    setApp('');
  };
  return (
    <details className={styles.rules}>
      <summary>Applications with their own way{rules.length > 0 && ` (${rules.length})`}</summary>
      <ul>
        {rules.map((rule) => (
          <li key={rule.app} className={styles.row}>
            <span>
              {rule.app}: {methods.find(([each]) => each === rule.method)?.[1]}
            </span>
            <button type="button" onClick={() => onChange(rules.filter((each) => each !== rule))}>
              Remove {rule.app}
            </button>
          </li>
        ))}
      </ul>
      <form className={styles.row} onSubmit={add}>
        <input
          type="text"
          aria-label="Application"
          placeholder="window class or program"
          value={app}
          maxLength={100}
          onChange={(event) => setApp(event.target.value)}
        />
        <select
          aria-label="Its way"
          value={method}
          onChange={(event) => setMethod(event.target.value as DeliveryMethod)}
        >
          {methods.map(([each, label]) => (
            <option key={each} value={each}>
              {label}
            </option>
          ))}
        </select>
        <button type="submit">Add</button>
      </form>
    </details>
  );
}
