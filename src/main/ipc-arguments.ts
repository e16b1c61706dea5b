import type { z } from 'zod';
import { checked } from '../core/checked';
import { channelArguments, type ChannelArguments, type ChannelName } from '../platform/ipc';

/** What a message brought, as its channel takes it. @throws UtterError for anything else */
export function parseArguments<Name extends ChannelName>(name: Name, args: unknown[]): ChannelArguments<Name> {
  const schema: z.ZodType<ChannelArguments<Name>> = channelArguments[name];
  return checked(schema, args, name);
}
