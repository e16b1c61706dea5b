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
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** Settings from whatever was stored; anything that isn't an object gives the defaults. */
export function parseSettings(stored: unknown): Settings {
  const isRecord = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return settingsSchema.parse(isRecord ? stored : {});
}
