import { readFileSync } from 'node:fs';
import { channelWishes, type Format, formats } from './transcribe-options';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { withEarsOptions } from './ears-options';
import { errorText, toFailure } from '../core/errors';
import { parseShard, type Shard } from './batch';
import { failureText, processTerminal, type Terminal } from './terminal';
import { batchMeaning, benchMeaning, earsMeaning, evaluationMeaning, formatMeaning } from './meanings';
import { addModelCommands } from './models-command';
import { addWordsCommand } from './words-command';

/** Exit statuses of a process ended by a signal: 128 and the signal's number. */
const interruptedStatus = 130;
const brokenPipeStatus = 141;
/** A command line that makes no sense. */
const usageStatus = 2;

/** Runs the command line and ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  process.on('SIGINT', () => {
    if (interruption.signal.aborted) process.exit(interruptedStatus);
    interruption.abort();
  });
  process.on('SIGTERM', () => interruption.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has gone, as `head` does: nobody is left to tell.
    if (error.code === 'EPIPE') process.exit(brokenPipeStatus);
    throw error;
  });
  const status = await run(argv, interruption.signal);
  // Explicitly, because a GPU's threads outlive their work.
  process.stdout.write('', () => process.exit(status));
}

/** Runs one command. @returns its exit status */
export async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  let status = 0;
  const program = createProgram(signal, (result) => (status = result));
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageStatus;
    if (signal.aborted) return interruptedStatus;
    process.stderr.write(failureText(toFailure(error)));
    return 1;
  }
}

function createProgram(signal: AbortSignal, finish: (status: number) => void): Command {
  const program = new Command('utter')
    .description('Speech to text on your own machine; nothing is sent anywhere.')
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError('(see utter --help)');
  const model = (): Option => new Option('--model <id or folder>', 'model to use (default: utter-en, else utter-en-pieces)');
  const backend = (): Option =>
    new Option('--backend <name>', 'what computes the model').choices(['auto', 'webgpu', 'wasm', 'cpu']).default('auto');
  const progress = (): Option => new Option('--progress', 'show progress on standard error even if it is not a terminal');
  const terminal = (options: { progress?: boolean }): Terminal => processTerminal(options.progress === true);

  /** Options of commands that write text. */
  const withText = (command: Command): Command =>
    command
      .option('--verbatim', 'words as recognised: no case, marks, numbers, commands or replacements')
      .option('--no-punctuation', 'only the marks that were spoken')
      .option('--no-spoken-marks', 'no marks but automatic ones: their names are words')
      .option('--commands-off <ids>', 'spoken commands to treat as words: their ids separated by commas, or all')
      .option('--replacements <file>', 'what to write for what is said: two columns separated by a tab')
      .option('--style <choices>', 'what of the style is not the default, such as clock=24h,spelling=uk,fillers=full');

  // Engine and decoders are imported by the commands that need them, so that help is there at once.
  withEarsOptions(withText(program.command('transcribe')))
    .description('transcribe recordings')
    .argument(
      '<file or folder...>',
      'recordings or videos in any common format, a folder with recordings at any depth, or - for standard input',
    )
    .addOption(model())
    .addOption(backend())
    .addOption(
      new Option('--format <formats>', `format of the result: ${formats.join(', ')}, or several with commas between`)
        .argParser(formatList)
        .default(['txt'], 'txt'),
    )
    .option('--track <number>', 'which audio track, from 1 on (default: the first with sound)', positiveInteger)
    .addOption(
      new Option('--channels <which>', 'the mean of those with sound, the loudest, or each by itself')
        .choices(channelWishes)
        .default('mix'),
    )
    .option('--out <folder>', 'write <name>.<format> there for each recording, instead of to standard output')
    .option('--stream', 'print words as they are recognised')
    .option('--words <file>', 'additional words to recognise, one per line (default: those of utter words)')
    .option('--no-words', "only the model's own words")
    .option('--why', 'show what each model heard in each segment: on standard error, or in the JSON')
    .option('--jobs <count>', 'with --out: how many processes share the recordings (default: one per core)', positiveInteger)
    .option('--resume', 'with --out: skip recordings that are already done')
    .option('--shard <k/n>', 'only part k of n of the recordings, for several machines or jobs', shard)
    .addOption(progress())
    .addHelpText('after', () => earsMeaning + batchMeaning)
    .action(async (paths: string[], options) => {
      const [{ listRecordings }, { transcribe, transcribeConflict }] = await Promise.all([
        import('./batch'),
        import('./commands/transcribe'),
      ]);
      const files = await listRecordings(paths);
      const conflict = transcribeConflict(
        files.map(({ path }) => path),
        options,
      );
      if (conflict !== null) program.error(`error: ${conflict}`);
      finish(await transcribe(files, options, terminal(options), signal));
    });

  program.command('transcribe-worker', { hidden: true }).action(async () => {
    const { parentChannel, serveTranscription } = await import('./transcribe-worker');
    finish(await serveTranscription(parentChannel(), signal));
  });

  withText(program.command('format'))
    .description('format words from standard input as written text, line by line')
    .addOption(new Option('--from <kind>', 'kind of input').choices(['words', 'json']).default('words'))
    .option('--json', 'one JSON object per line: the text, its words, and which words each piece was made from')
    .option('--why', 'say of each place where the words of a command were said whether it is one, and why')
    .addHelpText('after', () => formatMeaning)
    .action(async (options) => {
      const { format } = await import('./commands/format');
      const { loadPunctuator } = await import('./punctuator');
      finish(await format(process.stdin, options, terminal({}), await loadPunctuator('en')));
    });

  withEarsOptions(program.command('eval'), true)
    .description('measure models on transcribed recordings: word error rate, speed, latency')
    .argument('<manifest.tsv>', 'tab-separated: path, duration_s, speaker, split, text, language')
    .addOption(model())
    .addOption(backend())
    .option('--root <folder>', "folder of the recordings (default: the manifest's)")
    .option('--split <name>', 'only this split')
    .option('--filter <regular expression>', 'only paths that match; the first group captures the language', regularExpression)
    .option('--limit <count>', 'only this many recordings from the start', positiveInteger)
    .option('--gain-db <dB>', 'make the recordings louder or, for example with -32, quieter', decibels)
    .option('--noise-db <dB>', 'add noise this far below the speech, for example 10', decibels)
    .addOption(
      new Option('--noise <kind>', 'kind of noise; babble is four other recordings from the list')
        .choices(['white', 'pink', 'babble'])
        .default('pink'),
    )
    .option('--seed <count>', 'seed for different noise of the same kind', positiveInteger)
    .option('--words <file>', 'additional words to recognise, one per line (default: none)')
    .option('--no-bias', 'do not bias the final pass towards words or commands')
    .option('--search <name=value,…>', "settings of a phone model's search instead of the manifest's")
    .option('--chunk-frames <count>', 'feature frames encoded at a time', positiveInteger)
    .option('--per-utterance <file>', 'also write a table of references and hypotheses')
    .option('--out-hypotheses <file>', 'also write what each model heard, one JSON line per recording')
    .option('--why', 'show what each model heard in each segment, on standard error')
    .option('--json', 'one JSON object on standard output')
    .addOption(progress())
    .addHelpText('after', () => earsMeaning + evaluationMeaning)
    .action(async (manifest: string, options) => {
      const { evaluate } = await import('./commands/evaluate');
      const { parseSearchOptions } = await import('./search-options');
      const { search: searchText, ...others } = options;
      const search = searchText === undefined ? undefined : parseSearchOptions(searchText);
      if (typeof search === 'string') program.error(`error: --search: ${search}`);
      finish(await evaluate(manifest, { ...others, ...(search && { search }) }, terminal(options), signal));
    });

  const parts = { model, backend, progress, terminal, signal, finish };
  addModelCommands(program, parts);
  addWordsCommand(program, parts);

  program
    .command('bench')
    .description('measure speed and memory of every installed model on every backend of this machine')
    .addOption(new Option('--model <id or folder>', 'only this model'))
    .addOption(new Option('--backend <name>', 'only this backend').choices(['webgpu', 'webgl', 'wasm', 'cpu']))
    .option('--seconds <count>', 'time limit for each measurement', positiveInteger, 10)
    .option('--json', 'one JSON object on standard output')
    .addOption(progress())
    .addHelpText('after', () => benchMeaning)
    .action(async (options) => {
      const { bench } = await import('./commands/bench');
      finish(await bench(options, terminal(options), signal));
    });
  return program;
}

function formatList(text: string): Format[] {
  const wanted = text.split(',').map((each) => each.trim());
  const known = wanted.filter((each): each is Format => formats.some((format) => format === each));
  if (known.length < wanted.length)
    throw new InvalidArgumentError(`Allowed are ${formats.join(', ')}, several with commas between.`);
  return [...new Set(known)];
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function decibels(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || Math.abs(value) > 120)
    throw new InvalidArgumentError('It must be a number of decibels.');
  return value;
}

function regularExpression(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new InvalidArgumentError(errorText(error));
  }
}

function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed === null) throw new InvalidArgumentError('It must be a part and the number of parts, such as 2/8.');
  return parsed;
}

function packageVersion(): string {
  const json: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : 'unknown';
}
