import { backendTitles, type BackendChoice } from './backend';

/** What a real-time factor of the encoder means for its user. */
export function speedText(choice: BackendChoice, loadMs: number): string {
  const report = choice.reports.find(({ backend, state }) => backend === choice.backend && state === 'ok');
  const loaded = `It runs here: loaded in ${(loadMs / 1000).toFixed(1)} s`;
  if (report?.state !== 'ok') return `${loaded}.`;
  return `${loaded}, real-time factor of the encoder ${report.rtf.toFixed(2)} on ${backendTitles[choice.backend]}: ${verdicts[liveSpeed(report.rtf)]}.`;
}

/** How well live words keep up with a speaker. */
export type LiveSpeed = 'fast' | 'enough' | 'barely' | 'slow';

/** @param rtf the time that a second of speech takes, in seconds */
export function liveSpeed(rtf: number): LiveSpeed {
  if (rtf < 0.25) return 'fast';
  if (rtf < 0.7) return 'enough';
  return rtf < 1 ? 'barely' : 'slow';
}

const verdicts: Readonly<Record<LiveSpeed, string>> = {
  fast: 'fast enough to dictate',
  enough: 'fast enough to dictate',
  barely: 'barely fast enough to dictate',
  slow: 'too slow to dictate here; recordings work',
};
