import { newEntryId } from '../../history/records';
import { finalPair } from '../app/hearing';
import type { JournalClient, JournalEntry } from '../app/journal-client';
import type { OpenMicrophone } from '../app/microphone';
import { dictationPage } from '../app/pages';
import type { AppState } from '../app/store';

/**
 * Begins to journal what a microphone hears.
 * @param isLive whether the live model hears it
 */
export function beginEntry(
  journal: JournalClient,
  { sampleRateHz, journalPort }: OpenMicrophone,
  { engine, finalModels, settings }: AppState,
  isLive: boolean,
): JournalEntry {
  const startedAtMs = Date.now();
  const { small, large } = finalPair(finalModels, settings.finalModelId);
  const finalId = (large ?? small)?.id ?? null;
  const modelId = isLive ? ('model' in engine ? engine.model.id : null) : finalId;
  return journal.begin(
    { id: newEntryId(startedAtMs), kind: 'dictation', name: dictationPage.name, startedAtMs, modelId },
    { kind: 'samples', sampleRateHz, port: journalPort },
  );
}
