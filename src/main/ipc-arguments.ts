import type { z } from 'zod';
import { UtterError } from '../core/errors';
import { channelArguments, type ChannelArguments, type ChannelName } from '../platform/ipc';

/** What a message brought, as its channel takes it. @throws UtterError for anything else */
export function parseArguments<Name extends ChannelName>(name: Name, args: unknown[]): ChannelArguments<Name> {
  const schema: z.ZodType<ChannelArguments<Name>> = channelArguments[name];
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(
    (issue) => `argument ${issue.path.join('.') || 'count'}: ${issue.message}`,
  );
  // The arguments themselves stay out of the message: they may hold what the user dictated.
  throw new UtterError(
    'internal',
    `Refused ${name}: ${where.join('; ')}.`,
    'Restart Utter; report it if it recurs.',
  );
}
