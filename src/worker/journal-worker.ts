import { HistoryDatabase } from '../history/database';
import { Journal } from '../history/journal';
import { JournalService } from './journal-service';

const service = new JournalService({
  journal: new Journal(new HistoryDatabase()),
  post: (reply) => postMessage(reply),
  lock,
});

onmessage = (event: MessageEvent<unknown>) => service.handle(event.data);

/** A Web Lock: the browser gives it back when this process is gone. Pages that aren't secure have none, and one window. */
async function lock(name: string): Promise<() => void> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return () => {};
  return new Promise((resolve) => {
    void locks.request(name, () => new Promise<void>((release) => resolve(release)));
  });
}
