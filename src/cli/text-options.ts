import { readFile } from 'node:fs/promises';
import { errorText, UtterError } from '../core/errors';
import { defaultSettings, type TextSettings } from '../core/settings';
import { textLanguage } from '../core/text/languages';
import { defaultStyle, styleChoices, type WritingStyle } from '../core/text/style';
import type { Replacement } from '../core/text/types';

/** How words are written, from the command line. */
export interface TextOptions {
  /** Words as recognised. */
  readonly verbatim?: boolean;
  /** False: no marks but those that were said. */
  readonly punctuation?: boolean;
  /** False: the names of marks are words. */
  readonly spokenMarks?: boolean;
  /** Commands that are switched off, by their ids separated by commas; `all` for all. */
  readonly commandsOff?: string;
  /** File with what is said and what is written instead, separated by a tab, one pair per line. */
  readonly replacements?: string;
  /** What of the style is not the default: `clock=24h,spelling=uk`. */
  readonly style?: string;
}

/** @throws UtterError text-invalid, with the line of the replacements that can't be read. */
export async function textSettings({
  verbatim,
  punctuation,
  spokenMarks,
  commandsOff,
  replacements,
  style,
}: TextOptions): Promise<TextSettings> {
  return {
    ...defaultSettings,
    formatText: verbatim !== true,
    autoPunctuation: punctuation !== false,
    spokenMarks: spokenMarks !== false,
    style: style === undefined ? defaultStyle : writingStyle(style),
    commandsOff: commandsOff === undefined ? [] : commandIds(commandsOff),
    replacements: replacements === undefined ? [] : await readReplacements(replacements),
  };
}

function commandIds(list: string): string[] {
  const known = textLanguage('en')!.commands.map(({ id }) => id);
  if (list === 'all') return known;
  const ids = list.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown === undefined) return ids;
  throw new UtterError('text-invalid', `There is no spoken command “${unknown}”.`, `Use all, or some of ${known.join(', ')}.`);
}

function writingStyle(list: string): WritingStyle {
  const pairs = list.split(',').map((pair): [string, string] => {
    const [key = '', choice = ''] = pair.split('=').map((each) => each.trim());
    const choices: Readonly<Record<string, readonly string[]>> = styleChoices;
    const known = choices[key];
    if (known?.includes(choice) === true) return [key, choice];
    const problem = known === undefined ? `There is no setting “${key}” of style.` : `The style’s ${key} can’t be “${choice}”.`;
    const remedy = known === undefined ? `Use ${Object.keys(choices).join(', ')}.` : `Use ${known.join(', ')}.`;
    throw new UtterError('text-invalid', problem, remedy);
  });
  return { ...defaultStyle, ...Object.fromEntries(pairs) };
}

async function readReplacements(path: string): Promise<Replacement[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const reason = errorText(error);
    throw new UtterError('text-invalid', `${path} can't be read: ${reason}`, 'Check the path.', { cause: error });
  });
  return parseReplacements(text, path);
}

/** Lines of what is said, a tab, and what is written; `\\n` is a line break. Empty lines and those with # are skipped. */
export function parseReplacements(text: string, path: string): Replacement[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index): Replacement[] => {
      if (line.trim() === '' || line.startsWith('#')) return [];
      const [from = '', to, ...more] = line.split('\t');
      if (from.trim() !== '' && to !== undefined && more.length === 0)
        return [{ from: from.trim(), to: to.replaceAll('\\n', '\n') }];
      const problem = to === undefined ? 'has no tab' : more.length > 0 ? 'has more than one tab' : 'says nothing before the tab';
      const remedy = 'Write what is said, a tab, and what is to be written instead.';
      throw new UtterError('text-invalid', `${path}, line ${index + 1}, ${problem}.`, remedy);
    });
}
