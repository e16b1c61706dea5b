import { readFileSync } from 'node:fs';
import { channelWishes, type Format, formats } from './transcribe-options';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { withEarsOptions } from './ears-options';
import { errorText, toFailure } from '../core/errors';
import { parseShard, type Shard } from './batch';
import { failureText, processTerminal, type Terminal } from './terminal';
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

  const models = program
    .command('models')
    .description('list the installed live and final models; download, import, check and remove models')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const { models: list } = await import('./commands/models');
      finish(await list(options, terminal({})));
    });
  addModelCommands(models, terminal, signal, finish);

  addWordsCommand(program, { model, backend, progress, terminal, signal, finish });

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

const earsMeaning = `
The final pass hears each segment of speech again, with Moonshine and Whisper if they are installed, and combines what all models heard. Without it, and with --pass streaming, the live model's words are the result.
  --language de                heard by Whisper alone, unless you name a live model for that language
  --language en,de             whichever of them is spoken in each segment
  --language auto              any language that Whisper knows
  --final-model <folder>       another model in Hugging Face's layout, such as whisper-small; repeat it for a Moonshine beside it
`;

const batchMeaning = `
  utter transcribe interviews/ --out text/                     all recordings below a folder, on all cores
  utter transcribe interviews/ --out text/ --resume            the rest after an interruption
  utter transcribe interviews/ --out text/ --shard 2/8         one of eight jobs that together do everything
  utter transcribe call.wav --channels each                    both sides of a call separately
  arecord -f cd -d 60 | utter transcribe -                     the output of another program
Results are written completely or not at all, in subfolders like the recordings' own. With --resume a recording is done if it is the same file that its
result was made from. What is wrong with a recording that can still be read goes to standard error and is no failure.`;

const formatMeaning = `
  echo 'meet me at ten thirty a m comma please' | utter format
With --from json each line is {"words": [{"text": …, "startMs": …, "endMs": …, "confidence": …}]}, as transcribe --format json
writes segments. Sentences then end at pauses, and commands are obeyed only if the recogniser was sure of them.`;

/** `utter models <command>`: models of other projects. */
function addModelCommands(
  models: Command,
  terminal: (options: { progress?: boolean }) => Terminal,
  signal: AbortSignal,
  finish: (status: number) => void,
): void {
  const store = () => import('./commands/model-store');
  models
    .command('catalogue')
    .description('list the models that can be downloaded')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => finish(await (await store()).listCatalogue(options, terminal({}))));
  models
    .command('download')
    .description('download a model from the catalogue, resuming an earlier attempt')
    .argument('<id>', 'as shown by "utter models catalogue"')
    .option('--mirror <address>', 'instead of the catalogue’s server (or the variable UTTER_MIRROR)')
    .option('--proxy <address>', 'instead of the one in HTTPS_PROXY or HTTP_PROXY')
    .option('--progress', 'show progress on standard error even if it is not a terminal')
    .action(async (id: string, options: { mirror?: string; proxy?: string; progress?: boolean }) =>
      finish(await (await store()).downloadModel(id, options, terminal(options), signal)),
    );
  models
    .command('import')
    .description('install a streaming transducer, or Whisper or Moonshine for the final pass, from a folder or archive')
    .argument('<folder or archive>')
    .action(async (source: string) => finish(await (await store()).importModelCommand(source, terminal({}), signal)));
  models
    .command('check')
    .description('show which model a folder contains, whether it is complete, whether it runs, and how fast')
    .argument('<folder>')
    .action(async (folder: string) => finish(await (await store()).checkModel(folder, terminal({}), signal)));
  models
    .command('remove')
    .description('remove a model that was downloaded or imported')
    .argument('<id>')
    .action(async (id: string) => finish(await (await store()).removeModelCommand(id, terminal({}))));
}

const evaluationMeaning = `
Each recording is fed in pieces of 100 ms, like a microphone, but as fast as they are recognised. The final pass hears each ended segment
before more is fed, as it would in real time.
  wer             wrong, missing and extra words per spoken word; case and punctuation don't count. In scripts without spaces
                  (Chinese, Japanese, Thai) characters are counted
  werLow, werHigh its 95 % interval, by bootstrap over recordings
  sources         the same for the streamed words alone and for each final model alone, in the same run
  languages       the same for each language in the list, and how often it was detected when it wasn't given
  rtf             processing time divided by audio time, without decoding the file; its parts are rtfEncoder, rtfSearch and rtfFinal
  firstPartialMs  from the start of the recording to the first word shown: the audio until then, plus the
                  processing of its last piece
  finalMs         from the end of the recording to its final text; finalMsByLength groups it by the recordings' lengths
  confidences     words by confidence, from each bound up, and how many of them are right
--noise-db is how far the noise lies below the recording's mean power; it is the same in each run, and the gain applies to both.
  utter eval list.tsv --noise-db 10 --gain-db -32          quiet, and in pink noise
  utter eval languages.tsv --filter 'languages/(..)/' --language each    each language separately, named by the path
  utter eval languages.tsv --filter 'languages/(de|es|fr)/' --language de,es,fr    detect which of the three is spoken`;

const benchMeaning = `
docs/performance.md explains what is measured and how to read it. Each model and backend runs in a process of its own. Close other
applications, or rely on the ratio: the matrix products are timed by the same process. npm run bench also compares with ONNX Runtime.`;

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
