import type { WatchState } from '../../platform/system-services';

/** Recordings themselves are pages; this is where more of them come from. */
export interface RecordingsSlice {
  readonly watch: WatchState;
}

export const recordingsSlice: RecordingsSlice = { watch: { state: 'off' } };
