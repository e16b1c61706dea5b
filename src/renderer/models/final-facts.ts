import type { FinalFacts } from '../../worker/protocol';
import type { FinalState } from '../app/hearing';
import { formatLocale, type t as Message } from '../locales/language';

/** In seconds, with one decimal. */
export function secondsText(ms: number): string {
  return (ms / 1000).toLocaleString(formatLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** Which tier of the final pass runs and why, in plain words; nothing where no model for it is installed. */
export function finalFacts(final: FinalState, t: typeof Message): readonly string[] {
  switch (final.state) {
    case 'off':
      if (final.reason === 'none') return [];
      return [t(final.reason === 'battery' ? 'status.finalBattery' : 'status.finalChosen')];
    case 'loading':
      return [t('status.finalLoading', { percent: Math.round(final.fraction * 100) })];
    case 'ready':
      return readyFacts(final.facts, t);
    case 'resting':
      return [];
    case 'failed':
      return [t('status.finalFailed')];
  }
}

function readyFacts({ tier, reports, modelIds }: FinalFacts, t: typeof Message): readonly string[] {
  if (tier === 'none') return [t('status.finalNone')];
  // The models hear one after the other.
  const ms = reports.filter(({ modelId }) => modelIds.includes(modelId)).reduce((sum, { msFor10s }) => sum + msFor10s, 0);
  const speed = ms > 0 ? [t('status.finalSpeed', { seconds: secondsText(ms) })] : [];
  const who = tier === 'small' ? 'status.finalSmall' : modelIds.length === 1 ? 'status.finalLarge' : 'status.finalBoth';
  return [t(who), ...speed];
}
