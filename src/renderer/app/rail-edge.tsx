import { useEffect, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { railRem } from '../../core/settings';
import { useApp, useSession } from './desks';
import styles from './rail.module.css';

function within(rem: number): number {
  return Math.min(railRem.most, Math.max(railRem.least, Math.round(rem * 2) / 2));
}

/** The edge of the texts: dragged, or moved with the arrow keys, it makes room for long names. */
export function RailEdge() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const stored = useApp(({ settings }) => settings.railRem);
  const [dragged, setDragged] = useState<number | null>(null);
  const width = dragged ?? stored;
  // Which way is wider.
  const sign = i18n.dir() === 'rtl' ? -1 : 1;

  useEffect(() => {
    document.documentElement.style.setProperty('--rail', `${width}rem`);
  }, [width]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: sign, ArrowLeft: -sign, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    void session.changeSettings({ railRem: within(stored + step) });
  };
  const onPointerMove = ({ clientX, currentTarget, pointerId }: PointerEvent): void => {
    if (!currentTarget.hasPointerCapture(pointerId)) return;
    const { left, right } = currentTarget.parentElement!.getBoundingClientRect();
    const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    setDragged(within((sign > 0 ? clientX - left : right - clientX) / remPx));
  };
  const onPointerUp = (): void => {
    if (dragged !== null) void session.changeSettings({ railRem: dragged });
    setDragged(null);
  };
  return (
    // A separator with a value is a control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={styles.edge}
      // An `hr` can't be moved.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="separator"
      aria-orientation="vertical"
      aria-label={t('rail.width')}
      aria-valuenow={width}
      aria-valuemin={railRem.least}
      aria-valuemax={railRem.most}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDragged(null)}
      onDoubleClick={() => void session.changeSettings({ railRem: railRem.usual })}
    />
  );
}
