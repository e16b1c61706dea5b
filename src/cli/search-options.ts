import { UtterError } from '../core/errors';
import type { Manifest, SearchConfig } from '../core/model/manifest';
import { searchSchema } from '../core/model/manifest-schema';

/**
 * Reads `lmWeight=1,beam=14`: settings of a manifest's `search`.
 * @returns what is wrong with it where it can't be read
 */
export function parseSearchOptions(text: string): Partial<SearchConfig> | string {
  const names = Object.keys(searchSchema.shape);
  const values: Record<string, number> = {};
  for (const part of text.split(',')) {
    const [name = '', value = '', ...more] = part.split('=').map((side) => side.trim());
    if (!names.includes(name)) return `there is no search setting "${name}"; there are ${names.join(', ')}`;
    if (value === '' || more.length > 0 || !Number.isFinite(Number(value))) return `"${part.trim()}" sets ${name} to no number`;
    values[name] = Number(value);
  }
  const result = searchSchema.partial().safeParse(values);
  if (result.success) return values;
  const { path, message } = result.error.issues[0]!;
  return `${path.join('.')}: ${message}`;
}

/**
 * The search settings that a model has with changes; null for a model of word pieces, which has none.
 * @throws UtterError for changes to a model of word pieces
 */
export function changedSearch({ id, search }: Manifest, changes: Partial<SearchConfig> | undefined): SearchConfig | null {
  if (search !== undefined) return { ...search, ...changes };
  if (changes === undefined) return null;
  throw new UtterError('model-invalid', `${id} is not a phone model, so its search has no settings.`, 'Leave out --search.');
}
