import type { InputHTMLAttributes } from 'react';
import styles from './file-button.module.css';

/** Chooses files. The browser's own control speaks the browser's language, not Utter's. */
export function FileButton({
  label,
  ...input
}: { readonly label: string } & Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'className'>) {
  return (
    <label className={styles.button} data-disabled={input.disabled === true || undefined}>
      {label}
      <input {...input} className="visually-hidden" type="file" />
    </label>
  );
}
