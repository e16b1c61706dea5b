import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of commands that hear recordings; nothing of the engine is loaded for them. */

/** @param hasEach whether recordings may each have a language of their own. */
export function withEarsOptions(command: Command, hasEach = false): Command {
  return command
    .addOption(new Option('--pass <which>', 'whose words are the result').choices(['final', 'streaming']).default('final'))
    .option(
      `--language <codes>`,
      `what is spoken: a code such as de, several with commas between, or auto${hasEach ? '; each: as the list says' : ''} (default: the live model's)`,
      hasEach ? eachOrLanguages : languages,
    )
    .addOption(new Option('--final-models <which>', 'of the final pass (default: both)').choices(['small', 'both', 'none']))
    .option('--final-model <id or folder>', 'for the final pass instead of the installed ones; can be repeated', repeated)
    .option(
      '--threads <count>',
      'of the processor for each model of the final pass, where the runtime has more than one (in Node it has not)',
      threadCount,
    );
}

const codePattern = /^[a-z]{2,3}$/;

function languages(text: string): string[] {
  if (text === 'auto') return [];
  const codes = text.split(',').map((code) => code.trim().toLowerCase());
  if (codes.every((code) => codePattern.test(code))) return [...new Set(codes)];
  throw new InvalidArgumentError('It must be ISO 639 codes with commas between, such as en or de,fr, or auto.');
}

function eachOrLanguages(text: string): string[] | 'each' {
  return text === 'each' ? 'each' : languages(text);
}

function repeated(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function threadCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new InvalidArgumentError('It must be a whole number from 1 to 64.');
  return count;
}
