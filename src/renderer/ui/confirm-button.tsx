import { useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import styles from './confirm-button.module.css';

interface ConfirmButtonProps {
  readonly label: string;
  /** What it is read out as, where the label alone doesn't say what it is about. */
  readonly name?: string;
  readonly className: string | undefined;
  readonly isDisabled?: boolean;
  /** What is asked before anything happens, and the label of the answer. */
  readonly question: string;
  readonly answer: string;
  onConfirm(): void;
}

/** A click within this time after the question has appeared was meant for what was there before. */
const doubleClickMs = 500;

/** For what can't be undone: a dialog asks, away from the button, and "Cancel" has the focus. */
export function ConfirmButton({ label, name, className, isDisabled = false, question, answer, onConfirm }: ConfirmButtonProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const askedAtMs = useRef(0);
  const [isOpen, setIsOpen] = useState(false);
  const questionId = useId();
  const ask = (): void => {
    askedAtMs.current = performance.now();
    setIsOpen(true);
    dialog.current?.showModal();
  };
  const confirm = (): void => {
    if (performance.now() - askedAtMs.current < doubleClickMs) return;
    dialog.current?.close();
    onConfirm();
  };
  return (
    <>
      <button type="button" className={className} aria-label={name} disabled={isDisabled} onClick={ask}>
        {label}
      </button>
      {createPortal(
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a press beside it must not take the focus away
        <dialog
          ref={dialog}
          className={styles.dialog}
          aria-labelledby={questionId}
          // React would tell them to what is around the button too.
          onClose={(event) => {
            event.stopPropagation();
            setIsOpen(false);
          }}
          onKeyDown={(event) => event.stopPropagation()}
          onMouseDown={(event) => event.target === event.currentTarget && event.preventDefault()}
        >
          {isOpen && (
            <>
              <p id={questionId}>{question}</p>
              <div className={styles.actions}>
                {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the answer that changes nothing */}
                <button type="button" autoFocus onClick={() => dialog.current?.close()}>
                  {t('confirm.cancel')}
                </button>
                <button type="button" className={styles.confirm} onClick={confirm}>
                  {answer}
                </button>
              </div>
            </>
          )}
        </dialog>,
        document.body,
      )}
    </>
  );
}
