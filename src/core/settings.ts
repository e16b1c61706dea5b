import { z } from 'zod';
import { backendNames } from './backend';

/** The user's settings. Each key falls back to its default alone, so one bad value never loses the others. */
export const settingsSchema = z.object({
  version: z.literal(1).catch(1),
  modelId: z.string().min(1).nullable().catch(null),
  backend: z.enum(['auto', ...backendNames]).catch('auto'),
  microphoneId: z.string().nullable().catch(null),
  hotkey: z.string().min(1).catch('CommandOrControl+Shift+Space'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  deliverText: z.boolean().catch(true),
  /** Off: a dictation is journaled while it is spoken, and deleted when it has ended. */
  keepHistory: z.boolean().catch(true),
  /** 0 keeps for good. */
  historyDays: z.number().int().min(0).max(36500).catch(0),
  audioDays: z.number().int().min(0).max(36500).catch(30),
  /** Actions of `core/transcript/edit-commands` that are not obeyed. */
  editCommandsOff: z.array(z.string()).catch([]),
  /** How long the microphone stays open after a dictation, so that the next one's first word is whole; 0: not at all. */
  microphoneWarmMinutes: z.number().min(0).max(60).catch(0),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** Settings from whatever was stored; anything that isn't an object gives the defaults. */
export function parseSettings(stored: unknown): Settings {
  const isRecord = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return settingsSchema.parse(isRecord ? stored : {});
}
