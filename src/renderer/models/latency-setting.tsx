import { useId, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { offeredLiveMs } from '../../core/model/chunk-length';
import { useApp, useSession } from '../app/desks';
import { Setting } from '../ui/setting-rows';
import styles from './latency-setting.module.css';
import type { Latency } from './models-slice';

/** How much live speech is recognised at a time, where the model offers a choice. */
export function LatencySetting() {
  const latency = useApp((state) => state.latency);
  return latency && <LatencySlider latency={latency} />;
}

/** Automatic, then the lengths, shortest first. */
function LatencySlider({ latency }: { readonly latency: Latency }) {
  const { t } = useTranslation();
  const id = useId();
  const session = useSession();
  const chosen = offeredLiveMs(
    latency,
    useApp((state) => state.settings.liveChunkMs),
  );
  const { offeredMs } = latency;
  const steps: readonly (number | null)[] = [null, ...offeredMs];
  const text = useLatencyText(latency, chosen);
  return (
    <Setting label={t('latency.title')}>
      <div className={styles.latency} style={{ '--steps': steps.length } as CSSProperties}>
        <label htmlFor={id}>{t('latency.title')}</label>
        <input
          id={id}
          type="range"
          min={0}
          max={offeredMs.length}
          step={1}
          value={steps.indexOf(chosen)}
          aria-valuetext={text}
          aria-describedby={`${id}-note`}
          onChange={(event) => void session.changeSettings({ liveChunkMs: steps[Number(event.target.value)] ?? null })}
        />
        <div className={styles.marks} aria-hidden>
          {steps.map((ms) => (
            <span key={ms} data-chosen={ms === chosen || undefined}>
              {ms ?? t('latency.automaticMark')}
            </span>
          ))}
        </div>
        <p className={styles.text}>{text}</p>
        <p id={`${id}-note`} className={styles.note}>
          {t('latency.note')}
        </p>
      </div>
    </Setting>
  );
}

function useLatencyText({ automaticMs }: Latency, chosen: number | null): string {
  const { t } = useTranslation();
  if (chosen === null) return t('latency.automatic', { ms: automaticMs });
  if (chosen === automaticMs) return t('latency.same', { ms: chosen });
  return t(chosen < automaticMs ? 'latency.sooner' : 'latency.later', { ms: chosen });
}
