/** Kills a browser in the middle of a dictation, opens it again, recovers, and compares with what had been heard and shown. */
import type { Page } from '@playwright/test';
import { openUtter, startBrowser } from './browser';
import { watchDictation } from './heard';

export interface Crash {
  /** Sound of the dictation that was heard before the kill, at most. */
  readonly heardMs: number;
  /** Sound of it that was on the disk afterwards. */
  readonly keptMs: number;
  readonly committedWords: number;
  readonly lostWords: readonly string[];
}

export interface CrashParts {
  readonly address: string;
  /** Folder that outlives the browsers. */
  readonly profile: string;
  readonly microphone: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What was known of a dictation when it was killed. */
interface Killed {
  readonly heardMs: number;
  readonly committed: readonly string[];
}

/** How long "Recover" may take to be offered once a model is there; with nothing on the disk it never is. */
const offerMs = 8000;

/** Dictates and is killed as often as there are `dictateMs`; each browser first recovers what the one before it left. */
export async function* crashes(parts: CrashParts, dictateMs: readonly number[]): AsyncGenerator<Crash> {
  let killed: Killed | null = null;
  for (const durationMs of [...dictateMs, null]) {
    const browser = await startBrowser(parts.profile, parts.microphone);
    try {
      const { page } = browser;
      const witness = await watchDictation(page);
      await openUtter(page, parts.address, parts.settings);
      if (killed !== null) yield await recovered(page, killed);
      if (durationMs === null) continue;
      await clear(page);
      Object.assign(witness, { heardMs: 0, heardAtMs: 0, committed: [] });
      await page.getByRole('button', { name: 'Start dictation' }).click();
      await page.getByRole('status').filter({ hasText: 'Listening' }).waitFor();
      await page.waitForTimeout(durationMs);
      const killedAtMs = Date.now();
      await browser.kill();
      // Sound goes on between two reports, so what was heard is what was told and the time since then.
      const sinceMs = witness.heardMs === 0 ? 0 : Math.max(0, killedAtMs - witness.heardAtMs);
      killed = { heardMs: witness.heardMs + sinceMs, committed: witness.committed };
    } finally {
      await browser.kill();
    }
  }
}

async function recovered(page: Page, { heardMs, committed }: Killed): Promise<Crash> {
  const notice = page.getByRole('region', { name: 'Recovery' });
  const isOffered = await notice.waitFor({ timeout: offerMs }).then(
    () => true,
    () => false,
  );
  if (!isOffered) return { heardMs, keptMs: 0, committedWords: committed.length, lostWords: committed };
  const keptMs = await keptSoundMs(page);
  await notice.getByRole('button', { name: 'Recover' }).click();
  await notice.waitFor({ state: 'detached', timeout: 120_000 });
  const text = await page.getByRole('log', { name: 'Finished text' }).innerText();
  const words = text.split(/\s+/).filter((word) => word !== '');
  return { heardMs, keptMs, committedWords: committed.length, lostWords: missingWords(committed, words) };
}

/** Empties the dictation page. */
async function clear(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Clear' });
  if (await button.isEnabled()) await button.click();
}

/** Length of the sound that is on the disk of the entry that was cut off, read from the database itself. */
async function keptSoundMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const request = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error ?? new Error('The database could not be read.'));
      });
    const database = await request(indexedDB.open('utter-history'));
    const transaction = database.transaction(['entries', 'audio']);
    const open = await request<{ id: string }[]>(transaction.objectStore('entries').index('state').getAll('open'));
    let samples = 0;
    for (const { id } of open) {
      const range = IDBKeyRange.bound([id], [id, []]);
      const rows = await request<{ startSample: number; samples: ArrayBuffer }[]>(transaction.objectStore('audio').getAll(range));
      for (const row of rows) {
        if (row.startSample !== samples) throw new Error(`Sound is missing before sample ${row.startSample}.`);
        samples += row.samples.byteLength / 2;
      }
    }
    database.close();
    return (samples * 1000) / 16_000;
  });
}

/** Words of `expected` that `found` does not begin with; a difference at one place does not count those behind it. */
function missingWords(expected: readonly string[], found: readonly string[]): readonly string[] {
  return expected.filter((word, index) => found[index] !== word);
}
