import type { Transcript } from '../../core/transcript/types';
import { newEntryId } from '../../history/records';
import { exportFormats } from '../app/export-formats';
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

/** Closes an entry with its transcript and the text that is shown of it; null keeps nothing. */
export function closeEntry(entry: JournalEntry, transcript: Transcript | null): Promise<void> {
  return entry.close(transcript === null ? null : { transcript, text: shownText(transcript) });
}

/** A transcript's text as it is shown, copied and found again. */
export function shownText(transcript: Transcript): string {
  return exportFormats.txt.write(transcript).trimEnd();
}
