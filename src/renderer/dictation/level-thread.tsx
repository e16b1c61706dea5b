import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { drawThread, levelShare, threadPoints } from '../ui/level';
import styles from './level-thread.module.css';

/**
 * The level meter: the line that the button sits on swings with the voice and carries it outwards. Levels go from the
 * worker to the canvas directly; React has no part in it.
 */
export function LevelThread() {
  const { t } = useTranslation();
  const session = useSession();
  const isListening = useApp((state) => state.dictation.state === 'listening');
  const theme = useApp((state) => state.settings.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  const meter = useRef<HTMLMeterElement>(null);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || !context) return;
    const levels = new Float32Array(threadPoints);
    if (meter.current !== null) meter.current.value = -100;
    const reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
    const dark = window.matchMedia('(prefers-color-scheme: dark)');

    const draw = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      const scale = window.devicePixelRatio;
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const style = getComputedStyle(element);
      context.strokeStyle = isListening ? style.color : style.borderTopColor;
      drawThread(context, width, height, levels);
    };

    const unsubscribe = session.dictation.onLevel((rmsDb) => {
      if (!isListening) return;
      const share = levelShare(rmsDb);
      if (meter.current !== null) meter.current.value = Math.round(rmsDb);
      if (reduced.matches) levels.fill(share);
      else {
        levels.copyWithin(1, 0);
        levels[0] = share;
      }
      draw();
    });
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    dark.addEventListener('change', draw);
    return () => {
      unsubscribe();
      resized.disconnect();
      dark.removeEventListener('change', draw);
    };
  }, [session, isListening, theme]);

  return (
    <div className={styles.thread}>
      <meter ref={meter} className="visually-hidden" aria-label={t('dock.level')} min={-100} max={0} value={-100} />
      <canvas ref={canvas} className={styles.canvas} />
    </div>
  );
}
