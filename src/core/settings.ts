import { z } from 'zod';
import { backendNames } from './backend';

/** A list that loses only its bad entries. */
function salvaged<Entry>(entry: z.ZodType<Entry>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((entries): readonly Entry[] => entries.flatMap((each) => entry.safeParse(each).data ?? []));
}

/** "when I say `from`, write `to`". Lengths that a text field can hold; more is a mistake. */
const replacementSchema = z.object({ from: z.string().trim().min(1).max(200), to: z.string().max(10_000) });

/** The user's settings. Each key falls back to its default alone, so one bad value never loses the others. */
export const settingsSchema = z.object({
  version: z.literal(1).catch(1),
  modelId: z.string().min(1).nullable().catch(null),
  backend: z.enum(['auto', ...backendNames]).catch('auto'),
  microphoneId: z.string().nullable().catch(null),
  hotkey: z.string().min(1).catch('CommandOrControl+Shift+Space'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  deliverText: z.boolean().catch(true),
  /** Numbers, case, marks, commands and replacements; without it words stay as recognised. */
  formatText: z.boolean().catch(true),
  /** Marks that nobody said. */
  autoPunctuation: z.boolean().catch(true),
  /** Ids of spoken commands. */
  commandsOff: salvaged(z.string().min(1).max(100)),
  replacements: salvaged(replacementSchema),
});

export type Settings = z.infer<typeof settingsSchema>;

/** What decides how words are written. */
export type TextSettings = Pick<Settings, 'formatText' | 'autoPunctuation' | 'commandsOff' | 'replacements'>;

/** Those settings alone, as they go to the speech worker. */
export function textSettings({ formatText, autoPunctuation, commandsOff, replacements }: Settings): TextSettings {
  return { formatText, autoPunctuation, commandsOff, replacements };
}

export const defaultSettings: Settings = settingsSchema.parse({});

/** Settings from whatever was stored; anything that isn't an object gives the defaults. */
export function parseSettings(stored: unknown): Settings {
  const isRecord = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return settingsSchema.parse(isRecord ? stored : {});
}
