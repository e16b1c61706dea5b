import { z } from 'zod';
import type { Draft, DraftStore } from './edit-desk';

const key = 'utter.drafts';
const draftsSchema = z.array(z.object({ entryId: z.string(), text: z.string() }));

type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * In the page's storage, which is written before the next line of code, as the database is not.
 * @param storage merely touching it throws where the browser forbids it; nothing was ever written there then
 */
export function createDraftStore(storage: () => PageStorage): DraftStore {
  const read = (): readonly Draft[] => {
    try {
      return parsed(storage().getItem(key));
    } catch {
      return [];
    }
  };
  const write = (drafts: readonly Draft[]): void => {
    if (drafts.length === 0) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(drafts));
  };
  const others = (entryId: string): readonly Draft[] => read().filter((draft) => draft.entryId !== entryId);
  return {
    read,
    keep: (draft) => write([...others(draft.entryId), draft]),
    remove(entryId) {
      const left = others(entryId);
      if (left.length < read().length) write(left);
    },
  };
}

function parsed(stored: string | null): readonly Draft[] {
  return stored === null ? [] : (draftsSchema.safeParse(JSON.parse(stored)).data ?? []);
}
