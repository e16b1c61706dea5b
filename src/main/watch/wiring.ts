import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { chooseFolder } from './choose-folder';
import { openLedger } from './ledger';
import { createWatchFolder } from './watch-folder';

/** The folder whose new recordings the page transcribes. */
export async function wireWatch({ log, page }: Parts) {
  const watched = createWatchFolder({
    ledger: await openLedger(paths.ledger, log),
    log,
    changed: (state) => page.tell('watchChanged', state),
    stableMs: 3000,
    checkMs: 60_000,
  });
  const requests = {
    watchState: () => watched.state(),
    chooseWatchFolder: () => chooseFolder(page.window, (folder) => watched.choose(folder)),
    stopWatching: () => watched.stop(),
    finishRecording: (id, text) => watched.finish(id, text),
  } satisfies Partial<RequestHandlers>;
  return { requests, file: (id: string) => watched.file(id), begin: () => watched.begin() };
}
