import { createContext, useContext } from 'react';
import type { ModelDesk } from '../models/model-desk';
import type { Session } from './session';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionContext above it.');
  return session;
}

export const ModelDeskContext = createContext<ModelDesk | null>(null);

export function useModelDesk(): ModelDesk {
  const desk = useContext(ModelDeskContext);
  if (desk === null) throw new Error('useModelDesk needs a ModelDeskContext above it.');
  return desk;
}
