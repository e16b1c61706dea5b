import type { BackendChoice } from '../../core/backend';
import { automaticPair } from '../../core/model/automatic-model';
import { liveSpeed, type LiveSpeed } from '../../core/speed';
import { ownLiveModel, type FinalState } from '../app/hearing';
import type { AppState } from '../app/store';
import { joined, type t as Message } from '../locales/language';
import { finalFacts } from './final-facts';
import type { Engine } from './models-slice';

/** The status line at rest, in plain words: how live words run on this machine, who hears once more, and where the speech goes. */
export function engineFacts(engine: Engine, final: FinalState, t: typeof Message): string {
  switch (engine.state) {
    case 'starting':
      return t('status.starting');
    case 'loading':
      return t('status.loading', { model: engine.model.name, percent: Math.round(engine.fraction * 100) });
    case 'resting':
      return t('status.resting', { model: engine.model.name });
    case 'failed':
      return t('status.noModel');
    case 'ready': {
      const speed = usedSpeed(engine.choice);
      return joined([...(speed === null ? [] : [t(`speed.${speed}`)]), ...finalFacts(final, t), t('status.nothingLeaves')]);
    }
  }
}

/** Why the small live model is in use where nobody chose it; null where it is not. */
export function smallerModelText(state: Pick<AppState, 'engine' | 'models' | 'settings'>, t: typeof Message): string | null {
  const { engine, models, settings } = state;
  const pair = automaticPair(models);
  const known = settings.automaticModel;
  if (pair === null || known?.modelId !== pair.small.id || ownLiveModel(state) !== undefined) return null;
  if (engine.state !== 'ready' || engine.model.id !== pair.small.id) return null;
  const { msPerChunk, chunkMs } = known;
  return t('selfTest.smallerModel', { model: pair.standard.name, small: pair.small.name, ms: shortMs(msPerChunk), chunkMs });
}

/** How well live words keep up on the backend in use; null where its self-test gives no time. */
export function usedSpeed({ backend, reports }: BackendChoice): LiveSpeed | null {
  const report = reports.find((each) => each.backend === backend);
  return report?.state === 'ok' ? liveSpeed(report.rtf) : null;
}

/** Two figures below 10 ms, whole milliseconds above. */
export function shortMs(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
