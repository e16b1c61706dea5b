import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HotkeyState } from '../../platform/platform';
import { acceleratorOf, soloAcceleratorOf } from './accelerator';
import { isMac, keyNames } from './keys';
import styles from './panel.module.css';
import { Setting } from './setting-rows';

export interface KeyFieldProps {
  readonly label: string;
  readonly accelerator: string | null;
  readonly state: HotkeyState;
  /** Whether the key can be switched off. */
  readonly isOptional: boolean;
  onChange(accelerator: string | null): void;
}

/** Shows a global key and takes the next key pressed for it; Tab leaves it as it is, Backspace switches it off. */
export function KeyField({ label, accelerator, state, isOptional, onChange }: KeyFieldProps) {
  const { t } = useTranslation();
  const [isRecording, setIsRecording] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const name = accelerator === null ? t('dictating.keyOff') : keyNames(accelerator, isMac());

  useEffect(() => {
    const element = button.current;
    if (!isRecording || element === null) return;
    let alone: string | null = null;
    const finish = (chosen: string | null | undefined): void => {
      setIsRecording(false);
      if (chosen !== undefined) onChange(chosen);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      const isBare = !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey;
      alone = soloAcceleratorOf(event.code);
      if (isBare && event.code === 'Tab') finish(undefined);
      else if (isBare && isOptional && event.code === 'Backspace') finish(null);
      else {
        const pressed = acceleratorOf(event, isMac());
        if (pressed !== null) finish(pressed);
      }
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      event.preventDefault();
      if (alone !== null && alone === soloAcceleratorOf(event.code)) finish(alone);
    };
    const onBlur = (): void => finish(undefined);
    element.addEventListener('keydown', onKeyDown);
    element.addEventListener('keyup', onKeyUp);
    element.addEventListener('blur', onBlur);
    return () => {
      element.removeEventListener('keydown', onKeyDown);
      element.removeEventListener('keyup', onKeyUp);
      element.removeEventListener('blur', onBlur);
    };
  }, [isRecording, isOptional, onChange]);

  const hint = t(isOptional ? 'dictating.pressKeyOrNone' : 'dictating.pressKey');
  return (
    <Setting label={label}>
      <div className={styles.row}>
        <span>{label}</span>
        <button
          ref={button}
          type="button"
          className={`${styles.button} ${styles.key}`}
          aria-label={`${label}: ${isRecording ? hint : name}`}
          data-recording={isRecording || undefined}
          onClick={() => setIsRecording(true)}
        >
          {isRecording ? `${hint} …` : <kbd dir="ltr">{name}</kbd>}
        </button>
      </div>
      {state.state === 'unavailable' && (
        <output className={styles.refusal} lang="en" dir="auto">
          {state.reason}
        </output>
      )}
    </Setting>
  );
}
