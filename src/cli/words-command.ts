import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from './terminal';

/** What the commands of the program share. */
export interface CommandParts {
  model(): Option;
  backend(): Option;
  progress(): Option;
  terminal(options: { progress?: boolean }): Terminal;
  readonly signal: AbortSignal;
  finish(status: number): void;
}

/** `utter words`: the user's own words. */
export function addWordsCommand(program: Command, { model, backend, progress, terminal, signal, finish }: CommandParts): void {
  const words = program.command('words').description('words of your own that are recognised: names, products, jargon');
  const file = (): Option => new Option('--words <file>', 'file of the words (default: the one shared with the app)');

  words
    .command('add')
    .description('add a word or phrase, as it is to be written')
    .argument('<word>', 'such as Kubernetes, iPhone or "Visual Studio Code"')
    .option('--sounds-like <text>', 'how it sounds, in English letters, such as "koo ber net ease"')
    .option('--boost <nats>', 'makes it likelier (up to 10) or less likely (down to -5)', decimal)
    .option('--recordings <file...>', 'recordings of the word alone, best three, to learn its sound from')
    .addOption(file())
    .addOption(model())
    .addOption(backend())
    .addOption(progress())
    .action(async (word: string, options) => {
      const { addWord } = await import('./commands/words');
      finish(await addWord(word, options, terminal(options), signal));
    });

  words
    .command('list')
    .description('list your words')
    .option('--json', 'as JSON')
    .addOption(file())
    .action(async (options) => {
      const { listWords } = await import('./commands/words');
      finish(await listWords(options, terminal({})));
    });

  words
    .command('remove')
    .description('remove words, as they are written')
    .argument('<word...>')
    .addOption(file())
    .action(async (written: string[], options) => {
      const { removeWords } = await import('./commands/words');
      finish(await removeWords(written, options, terminal({})));
    });

  words
    .command('import')
    .description('add the words of a text file')
    .argument('<file>', 'one word or phrase a line; after a tab or " = " how it sounds, after another its boost')
    .addOption(file())
    .action(async (list: string, options) => {
      const { importWords } = await import('./commands/words');
      finish(await importWords(list, options, terminal({})));
    });
}

function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}
