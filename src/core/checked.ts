import type { z } from 'zod';
import { UtterError } from './errors';

/**
 * A message from another process or thread, as its schema says.
 * @throws UtterError `internal` for anything else; what the message holds stays out of the error: it may be what the user dictated.
 */
export function checked<Value>(schema: z.ZodType<Value>, message: unknown, what: string): Value {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  // With a hundred thousand bad entries, naming a few is enough.
  const where = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'the message'}: ${issue.message}`);
  throw new UtterError('internal', `Refused ${what}: ${where.join('; ')}.`, 'Restart Utter; report it if it recurs.');
}
