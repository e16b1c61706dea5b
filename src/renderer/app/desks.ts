import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { HistoryDesk } from '../history/history-desk';
import type { ModelDesk } from '../models/model-desk';
import type { Session } from './session';
import type { AppState, AppStore } from './store';

/** All that views have to do with: the store that they show, and the desks that do what is asked for. */
export interface Desks {
  readonly store: AppStore;
  readonly session: Session;
  readonly history: HistoryDesk;
  readonly models: ModelDesk;
}

export const DesksContext = createContext<Desks | null>(null);

function useDesks(): Desks {
  const desks = useContext(DesksContext);
  if (desks === null) throw new Error('Views need a DesksContext above them.');
  return desks;
}

/** The selected part of the state; the component is drawn again only when that part changes. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useDesks().store, selector);
}

/** For what is looked up when something happens, not shown. */
export function useAppStore(): AppStore {
  return useDesks().store;
}

export function useSession(): Session {
  return useDesks().session;
}

export function useHistory(): HistoryDesk {
  return useDesks().history;
}

export function useModelDesk(): ModelDesk {
  return useDesks().models;
}
