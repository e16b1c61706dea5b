import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { errorText, UtterError } from '../core/errors';

/** A recording and what is said in it. */
export interface Utterance {
  /** As in the manifest. */
  readonly path: string;
  /** Where the recording is. */
  readonly file: string;
  readonly split: string;
  readonly text: string;
  /** ISO 639 code of what is spoken; null where the list does not say. */
  readonly language: string | null;
}

export interface ListOptions {
  /** Folder that paths are relative to; the manifest's own by default. */
  readonly root?: string;
  readonly split?: string;
  readonly limit?: number;
  /** Only paths in which it is found; what its first group captures is the recording's language, unless a column says that. */
  readonly filter?: RegExp;
}

/**
 * Reads a manifest of transcribed recordings: tab-separated, its first line naming the columns, of which `path` and
 * `text` are needed; `language` is an ISO 639 code.
 * @throws UtterError manifest-invalid, with the line
 */
export async function readUtterances(manifest: string, options: ListOptions = {}): Promise<Utterance[]> {
  const content = await readFile(manifest, 'utf8').catch((error: unknown) => {
    const reason = errorText(error);
    throw new UtterError('manifest-invalid', `${manifest} can't be read: ${reason}`, 'Check the path.', { cause: error });
  });
  const utterances = parseUtterances(content, manifest, options.root ?? dirname(manifest));
  const inSplit = filtered(utterances, options.filter).filter(
    ({ split }) => options.split === undefined || split === options.split,
  );
  if (inSplit.length === 0 && options.filter !== undefined) {
    const what = `no utterances whose path matches ${options.filter}${options.split === undefined ? '' : ` in the split "${options.split}"`}`;
    throw new UtterError(
      'manifest-invalid',
      `${manifest} has ${what}.`,
      'Give --filter a regular expression that matches paths in the list.',
    );
  }
  if (inSplit.length === 0) {
    const splits = [...new Set(utterances.map(({ split }) => split))].filter((split) => split !== '');
    const known = splits.length > 0 ? `Its splits are ${splits.join(', ')}.` : 'Add lines with a path and a text.';
    const what = options.split === undefined ? 'no utterances' : `no utterances of the split "${options.split}"`;
    throw new UtterError('manifest-invalid', `${manifest} has ${what}.`, known);
  }
  return inSplit.slice(0, options.limit ?? Infinity);
}

function filtered(utterances: readonly Utterance[], filter: RegExp | undefined): readonly Utterance[] {
  if (filter === undefined) return utterances;
  return utterances.flatMap((utterance) => {
    const match = filter.exec(utterance.path);
    return match === null ? [] : [{ ...utterance, language: utterance.language ?? match[1] ?? null }];
  });
}

export function parseUtterances(content: string, manifest: string, root: string): Utterance[] {
  const [head = '', ...lines] = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = head.split('\t');
  const invalid = (line: number, problem: string): UtterError =>
    new UtterError(
      'manifest-invalid',
      `${manifest}, line ${line}: ${problem}.`,
      'The first line names the columns, separated by tabs: path, duration_s, speaker, split, text.',
    );
  for (const needed of ['path', 'text']) {
    if (!columns.includes(needed)) throw invalid(1, `there is no column "${needed}"`);
  }
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = line.split('\t');
    if (cells.length !== columns.length) {
      throw invalid(index + 2, `it has ${cells.length} columns instead of ${columns.length}`);
    }
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const path = cell('path');
    if (path === '') throw invalid(index + 2, 'the path is empty');
    const language = cell('language') || null;
    return [{ path, file: isAbsolute(path) ? path : join(root, path), split: cell('split'), text: cell('text'), language }];
  });
}
