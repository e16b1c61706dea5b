import { backendTitles, type BackendChoice } from './backend';

/** What a real-time factor of the encoder means for its user. */
export function speedText(choice: BackendChoice, loadMs: number): string {
  const report = choice.reports.find(({ backend, state }) => backend === choice.backend && state === 'ok');
  const loaded = `It runs here: loaded in ${(loadMs / 1000).toFixed(1)} s`;
  if (report?.state !== 'ok') return `${loaded}.`;
  return `${loaded}, real-time factor of the encoder ${report.rtf.toFixed(2)} on ${backendTitles[choice.backend]}: ${verdict(report.rtf)}.`;
}

function verdict(rtf: number): string {
  if (rtf < 0.7) return 'fast enough to dictate';
  return rtf < 1 ? 'barely fast enough to dictate' : 'too slow to dictate here; recordings work';
}
