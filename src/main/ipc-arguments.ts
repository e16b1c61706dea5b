import { z } from 'zod';
import { checked } from '../core/checked';
import { mostUserWords, userWordSchema } from '../core/language/user-words';
import { settingsSchema } from '../core/settings';
import { type ArgumentKind, type ArgumentKinds, type ChannelArguments, type ChannelName, channels } from '../platform/ipc';

/** What each kind of argument accepts; main parses every message with these before a handler sees it. */
const kinds: { readonly [Kind in ArgumentKind]: z.ZodType<ArgumentKinds[Kind]> } = {
  text: z.string(),
  textOrNone: z.string().nullable(),
  isWanted: z.boolean(),
  fileName: z.string().min(1).max(255),
  fileContents: z.union([z.string(), z.instanceof(Uint8Array)]),
  mimeType: z.string().max(255),
  path: z.string().min(1).max(4096),
  // A folder's name, and no path.
  modelName: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^./\\][^/\\]*$/),
  recordingId: z.uuid(),
  settings: settingsSchema,
  userWords: z.array(userWordSchema).max(mostUserWords),
  phase: z.enum(['idle', 'starting', 'listening', 'finishing', 'error']),
  live: z.object({
    committed: z.string(),
    tentative: z.string(),
    levelDb: z.number(),
    notice: z.string().nullable(),
    problem: z.string().nullable(),
  }),
};

type ArgumentSchemas = { readonly [Name in ChannelName]: z.ZodType<ChannelArguments<Name>> };

/** The schema of each channel's arguments, made from the list of channels. */
export const channelArguments = Object.fromEntries(
  Object.entries(channels).flatMap(([name, channel]) => {
    if (channel.kind === 'event') return [];
    const takes: readonly ArgumentKind[] = channel.takes;
    return [[name, z.tuple(takes.map((kind) => kinds[kind]) as unknown as [z.ZodType])]];
  }),
) as unknown as ArgumentSchemas;

/** What a message brought, as its channel takes it. @throws UtterError for anything else */
export function parseArguments<Name extends ChannelName>(name: Name, args: unknown[]): ChannelArguments<Name> {
  const schema: z.ZodType<ChannelArguments<Name>> = channelArguments[name];
  return checked(schema, args, name);
}
