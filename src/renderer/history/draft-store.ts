import { z } from 'zod';
import type { Draft, DraftStore } from './edit-desk';

const key = 'utter.draft';
const draftSchema = z.object({ entryId: z.string(), text: z.string() });

type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * In the page's storage, which is written before the next line of code, as the database is not.
 * @param storage merely touching it throws where the browser forbids it; nothing was ever written there then
 */
export function createDraftStore(storage: () => PageStorage): DraftStore {
  return {
    read: () => {
      try {
        return parsed(storage().getItem(key));
      } catch {
        return null;
      }
    },
    write: (draft) => (draft === null ? storage().removeItem(key) : storage().setItem(key, JSON.stringify(draft))),
  };
}

function parsed(stored: string | null): Draft | null {
  return stored === null ? null : (draftSchema.safeParse(JSON.parse(stored)).data ?? null);
}
