import type { BackendReport } from '../core/backend';
import type { Engine } from './store';

/** The status line at rest: which backend, how fast on this machine, and where the speech goes. */
export function engineFacts(engine: Engine): string {
  switch (engine.state) {
    case 'starting':
      return 'Starting…';
    case 'loading':
      return `Loading ${engine.model.name} · ${Math.round(engine.fraction * 100)} %`;
    case 'resting':
      return `${engine.model.name} rests and is loaded again when you speak · nothing leaves this machine`;
    case 'failed':
      return 'No model is loaded.';
    case 'ready': {
      const { backend, reports } = engine.choice;
      const report = reports.find((each) => each.backend === backend);
      const speed = report?.state === 'ok' ? ` · ${speedFact(report)}` : '';
      return `${backend}${speed} · nothing leaves this machine`;
    }
  }
}

/** The self-test's time beside the length of the audio it was for. */
export function speedFact({ msPerChunk, rtf }: Extract<BackendReport, { state: 'ok' }>): string {
  const chunkMs = rtf > 0 ? Math.round(msPerChunk / rtf) : 0;
  return `${shortMs(msPerChunk)} ms per ${chunkMs} ms chunk`;
}

/** Two figures below 10 ms, whole milliseconds above. */
export function shortMs(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
