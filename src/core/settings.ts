import { z } from 'zod';
import { backendNames } from './backend';
import { automaticModelSchema } from './model/automatic-model';
import { writingStyleSchema } from './text/style';
import { uiLanguages } from './ui-language';

/** A list that loses only its bad entries. */
function salvaged<Entry>(entry: z.ZodType<Entry>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((entries): readonly Entry[] => entries.flatMap((each) => entry.safeParse(each).data ?? []));
}

/** "when I say `from`, write `to`". Lengths that a text field can hold; more is a mistake. */
const replacementSchema = z.object({ from: z.string().trim().min(1).max(200), to: z.string().max(10_000) });

/** What pressing the dictation key means: a short one toggles and a long one talks, or only one of the two. */
export const hotkeyModes = ['both', 'toggle', 'hold'] as const;
/** How text reaches an application: through the clipboard and its paste keys, as typed keys, or only copied. */
export const deliveryModes = ['paste', 'type', 'copy'] as const;
/** How one application takes text; the first two differ in the paste keys, the third pastes the X11 selection. */
export const deliveryMethods = ['paste', 'paste-terminal', 'paste-selection', 'type', 'copy'] as const;

/** An application, by its window class, bundle or program name in lower case, and how it takes text. */
export const deliveryRuleSchema = z.object({
  app: z.string().trim().toLowerCase().min(1).max(100),
  method: z.enum(deliveryMethods),
});

/** An Electron accelerator, such as `CommandOrControl+Shift+Space`; null switches the key off. */
const optionalHotkey = z.string().min(1).max(100).nullable();

/** An http address, or empty. */
const address = z
  .string()
  .trim()
  .max(500)
  .refine((text) => text === '' || /^https?:\/\/[^\s/]+/.test(text))
  .catch('');

/** Which models of the final pass are wanted: as many as the machine is fast enough for, or those named. */
export const finalTiers = ['auto', 'both', 'small', 'none'] as const;
/** Whether the words of a segment are heard again while it is still being spoken. */
export const refreshModes = ['auto', 'on', 'off'] as const;

/** More than anyone speaks, and a bound on what a language is chosen among. */
const mostLanguages = 20;

/** ISO 639-1, or ISO 639-3 where there is no shorter code. */
export const languageCodeSchema = z.string().regex(/^[a-z]{2,3}$/);

/** A key that starts dictation in one language. */
const languageHotkeySchema = z.object({ language: languageCodeSchema, accelerator: z.string().min(1).max(100) });

/** How long the end of a dictation waits for final words. */
export const finalWaitMsSchema = z.number().int().min(0).max(10_000);

/** The length of a chunk of live speech. */
export const liveChunkMsSchema = z.number().positive().max(10_000);

/** How wide the list of texts is, in rem. */
export const railRem = { least: 10, usual: 14, most: 32 } as const;

/** The user's settings. Each key falls back to its default alone, so one bad value never loses the others. */
export const settingsSchema = z.object({
  version: z.literal(1).catch(1),
  /** The live model; automatic if null or not installed. */
  modelId: z.string().min(1).nullable().catch(null),
  /** Which model automatic means on this machine; null until known. Not the user's choice. */
  automaticModel: automaticModelSchema.nullable().catch(null),
  backend: z.enum(['auto', ...backendNames]).catch('auto'),
  /** The chosen backend that could not run a model, which the user was told; the automatic one takes its place. */
  refusedBackend: z
    .object({ backend: z.enum(backendNames), modelId: z.string().min(1) })
    .nullable()
    .catch(null),
  microphoneId: z.string().nullable().catch(null),
  /** Its name, by which it is found again when its id has changed. */
  microphoneLabel: z.string().nullable().catch(null),
  hotkey: z.string().min(1).catch('CommandOrControl+Shift+Space'),
  hotkeyMode: z.enum(hotkeyModes).catch('both'),
  /** Heard only while dictating. */
  cancelHotkey: optionalHotkey.catch('Escape'),
  /** Not with Ctrl and Alt: that is AltGr on Windows, which with V writes “@” in Czech and Slovak. */
  repasteHotkey: optionalHotkey.catch('CommandOrControl+Shift+F9'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Of Utter's own words. */
  language: z.enum(['system', ...uiLanguages]).catch('system'),
  railRem: z.number().min(railRem.least).max(railRem.most).catch(railRem.usual),
  deliveryMode: z.enum(deliveryModes).catch('paste'),
  /** The user's own rules, first match first; they come before the ones that Utter ships. */
  deliveryRules: salvaged(deliveryRuleSchema),
  overlay: z.enum(['on', 'off']).catch('on'),
  /** Recorded after "stop": people press the key on the last syllable. */
  tailMs: z.number().int().min(0).max(2000).catch(400),
  /** Numbers, case, marks, commands and replacements; without it words stay as recognised. */
  formatText: z.boolean().catch(true),
  /** Marks that were not spoken. */
  autoPunctuation: z.boolean().catch(true),
  /** Marks whose names are said; without them those names are words. With them alone all marks are said. */
  spokenMarks: z.boolean().catch(true),
  /** How text is to look. */
  style: writingStyleSchema,
  /** Ids of spoken commands. */
  commandsOff: salvaged(z.string().min(1).max(100)),
  replacements: salvaged(replacementSchema),
  /** The proxy for downloads, if the system names none; empty for none. */
  downloadProxy: address,
  /** The address that replaces those of the catalogue; empty for none. */
  downloadMirror: address,
  /** If off, a dictation is journaled while it is spoken and deleted when it ends. */
  keepHistory: z.boolean().catch(true),
  /** 0 keeps for good. */
  historyDays: z.number().int().min(0).max(36500).catch(0),
  audioDays: z.number().int().min(0).max(36500).catch(30),
  /** Actions of `core/transcript/edit-commands` that are not obeyed. */
  editCommandsOff: salvaged(z.string().min(1).max(100)),
  /** How long the microphone stays open after a dictation, so that the next one's first word is whole; 0: not at all. */
  microphoneWarmMinutes: z.number().min(0).max(60).catch(0),
  /** The first-run guide was finished or skipped. */
  isGuideSeen: z.boolean().catch(false),
  /** A short sound when dictation begins to listen, and another when it ends. */
  sounds: z.boolean().catch(false),
  /** Whether the address of the build's releases is asked once a day for a newer version. */
  checkForUpdates: z.boolean().catch(false),
  /** After so long without speech the model releases its memory; 0: never. */
  modelIdleMinutes: z.number().int().min(0).max(1440).catch(30),
  /** How much speech is recognised at a time while it is spoken; null, and what the model does not offer: automatic. */
  liveChunkMs: liveChunkMsSchema.nullable().catch(null),
  /** Models that hear each segment again. */
  finalTier: z.enum(finalTiers).catch('auto'),
  /** The thorough one of them; null for the one that Utter ships. */
  finalModelId: z.string().min(1).nullable().catch(null),
  /** If off, the live words are the text while on battery. */
  finalOnBattery: z.boolean().catch(true),
  /** How long a delivery waits for the final text of its last words. */
  finalWaitMs: finalWaitMsSchema.catch(1500),
  refreshLive: z.enum(refreshModes).catch('auto'),
  /** The languages that are dictated, the default first; if empty, the live model's language. */
  spokenLanguages: salvaged(languageCodeSchema).transform((codes) => [...new Set(codes)].slice(0, mostLanguages)),
  /** Each utterance's language is detected among those, instead of being the first of them. */
  automaticLanguage: z.boolean().catch(false),
  /** The last one of a language counts. */
  languageHotkeys: salvaged(languageHotkeySchema).transform((keys): readonly LanguageHotkey[] => [
    ...new Map(keys.slice(-mostLanguages).map((key) => [key.language, key])).values(),
  ]),
});

export type LanguageHotkey = z.infer<typeof languageHotkeySchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type HotkeyMode = Settings['hotkeyMode'];
export type DeliveryMode = Settings['deliveryMode'];
export type DeliveryMethod = (typeof deliveryMethods)[number];
export type DeliveryRule = z.infer<typeof deliveryRuleSchema>;

/** What decides how words are written. */
export type TextSettings = Pick<
  Settings,
  'formatText' | 'autoPunctuation' | 'spokenMarks' | 'style' | 'commandsOff' | 'replacements'
>;

/** Those settings alone, as they go to the speech worker. */
export function textSettings({
  formatText,
  autoPunctuation,
  spokenMarks,
  style,
  commandsOff,
  replacements,
}: Settings): TextSettings {
  return { formatText, autoPunctuation, spokenMarks, style, commandsOff, replacements };
}

export const defaultSettings: Settings = settingsSchema.parse({});

/** Settings from whatever was stored; anything that isn't an object gives the defaults. */
export function parseSettings(stored: unknown): Settings {
  const isRecord = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return settingsSchema.parse(isRecord ? stored : {});
}
