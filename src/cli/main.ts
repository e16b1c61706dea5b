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
    new Option('--backend <name>', 'what computes').choices(['auto', 'webgpu', 'wasm', 'cpu']).default('auto');
  const progress = (): Option => new Option('--progress', 'show progress on standard error even when it is no terminal');
  const terminal = (options: { progress?: boolean }): Terminal => processTerminal(options.progress === true);

  /** Options of commands that write text. */
  const withText = (command: Command): Command =>
    command
      .option('--verbatim', 'words as recognised: no case, marks, numbers, commands or replacements')
      .option('--no-punctuation', 'no marks but those that were said')
      .option('--commands-off <ids>', 'spoken commands to take as words: their ids with commas between, or all')
      .option('--replacements <file>', 'what to write for what is said: two columns with a tab between');

  // Engine and decoders are imported by the commands that need them, so that help is there at once.
  withEarsOptions(withText(program.command('transcribe')))
    .description('write down what is said in recordings')
    .argument('<file or folder...>', 'recordings or videos of any usual format, - for standard input; of folders all that are below them')
    .addOption(model())
    .addOption(backend())
    .addOption(new Option('--format <formats>', 'of the result: txt, md, docx, json, srt, vtt, or several with commas between').argParser(formatList).default(['txt'], 'txt'))
    .option('--track <number>', 'which audio track, from 1 on (default: the first with sound)', positiveInteger)
    .addOption(new Option('--channels <which>', 'the mean of those with sound, the loudest, or each by itself').choices(channelWishes).default('mix'))
    .option('--out <folder>', 'write <name>.<format> there for each recording, instead of to standard output')
    .option('--stream', 'print words as they are recognised')
    .option('--words <file>', 'words to recognise besides, one a line (default: those of utter words)')
    .option('--no-words', "only the model's own words")
    .option('--why', 'tell what each model heard of each segment: on standard error, or in the JSON')
    .option('--jobs <count>', 'with --out: how many processes share the recordings (default: one for each core)', positiveInteger)
    .option('--resume', 'with --out: leave out recordings that are done already')
    .option('--shard <k/n>', 'only part k of n of the recordings, for several machines or jobs', shard)
    .addOption(progress())
    .addHelpText('after', () => earsMeaning + batchMeaning)
    .action(async (paths: string[], options) => {
      const [{ listRecordings }, { transcribe, transcribeConflict }] = await Promise.all([
        import('./batch'),
        import('./commands/transcribe'),
      ]);
      const files = await listRecordings(paths);
      const conflict = transcribeConflict(files.map(({ path }) => path), options);
      if (conflict !== null) program.error(`error: ${conflict}`);
      finish(await transcribe(files, options, terminal(options), signal));
    });

  program.command('transcribe-worker', { hidden: true }).action(async () => {
    const { parentChannel, serveTranscription } = await import('./transcribe-worker');
    finish(await serveTranscription(parentChannel(), signal));
  });

  withText(program.command('format'))
    .description('write words from standard input as text, each line by itself')
    .addOption(new Option('--from <kind>', 'of input').choices(['words', 'json']).default('words'))
    .option('--json', 'one JSON object a line: the text, its words, and which words each piece was made from')
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
    .option('--filter <regular expression>', 'only paths in which it is found; its first group captures the language', regularExpression)
    .option('--limit <count>', 'only the first so many recordings', positiveInteger)
    .option('--gain-db <dB>', 'makes the recordings louder, or quieter: -32', decibels)
    .option('--noise-db <dB>', 'adds noise so far below the speech: 10', decibels)
    .addOption(new Option('--noise <kind>', 'of noise; babble is four other recordings of the list').choices(['white', 'pink', 'babble']).default('pink'))
    .option('--seed <count>', 'other noise of the same kind', positiveInteger)
    .option('--words <file>', 'words to recognise besides, one a line (default: none)')
    .option('--no-bias', 'the final pass leans towards neither words nor commands')
    .option('--search <name=value,…>', "settings of a phone model's search instead of the manifest's")
    .option('--chunk-frames <count>', 'feature frames encoded at a time', positiveInteger)
    .option('--per-utterance <file>', 'also write a table of references and hypotheses')
    .option('--out-hypotheses <file>', 'also write what each model heard, as a line of JSON for each recording')
    .option('--why', 'tell what each model heard of each segment, on standard error')
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
    .description('list the models that are installed, live and final ones; download, import, check and remove others')
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
    .option('--seconds <count>', 'how long each of its measurements may go on', positiveInteger, 10)
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
The final pass hears each segment of speech once more, with Moonshine and Whisper where they are installed, and writes the better of all. Without it, and with --pass streaming, the live model's words are the result.
  --language de                heard by Whisper alone, unless a live model of that language is named
  --language en,de             whichever of them is spoken, in each segment
  --language auto              any language that Whisper knows
  --final-model <folder>       another model in Hugging Face's layout, such as whisper-small; repeat it for a Moonshine beside it
`;

const batchMeaning = `
  utter transcribe interviews/ --out text/                     all recordings below a folder, on all cores
  utter transcribe interviews/ --out text/ --resume            what is left after an interruption
  utter transcribe interviews/ --out text/ --shard 2/8         one of eight jobs that together do all
  utter transcribe call.wav --channels each                    both sides of a call by themselves
  arecord -f cd -d 60 | utter transcribe -                     what comes from another program
Results are written whole or not at all, in the folders that the recordings lie in. With --resume a recording is done if it is the same file as when
its result was written. What is wrong with a recording that can be read all the same is told on standard error, and is no failure.`;

const formatMeaning = `
  echo 'meet me at ten thirty a m comma please' | utter format
With --from json each line is {"words": [{"text": …, "startMs": …, "endMs": …, "confidence": …}]}, as transcribe --format json
writes segments; times end sentences at pauses, and commands are only obeyed if the recogniser was sure of them.`;

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
    .description('download a model of the catalogue; goes on where an earlier attempt ended')
    .argument('<id>', 'as "utter models catalogue" shows it')
    .option('--mirror <address>', 'instead of the catalogue’s server (or the variable UTTER_MIRROR)')
    .option('--proxy <address>', 'instead of the one that HTTPS_PROXY or HTTP_PROXY name')
    .option('--progress', 'show progress on standard error even when it is no terminal')
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
    .description('tell what model a folder has, whether it is complete, whether it runs, and how fast')
    .argument('<folder>')
    .action(async (folder: string) => finish(await (await store()).checkModel(folder, terminal({}), signal)));
  models
    .command('remove')
    .description('remove a model that was downloaded or imported')
    .argument('<id>')
    .action(async (id: string) => finish(await (await store()).removeModelCommand(id, terminal({}))));
}

const evaluationMeaning = `
Each recording is fed as a microphone would, in pieces of 100 ms, as fast as they are recognised; a segment that has ended is heard by the
final pass before more is fed, since it would have been in time.
  wer             wrong, missing and extra words for each word said; case and punctuation don't count. Where a script has no spaces
                  (Chinese, Japanese, Thai) characters are counted
  werLow, werHigh its 95 % interval, by bootstrap over recordings
  sources         the same of the streamed words alone and of each model of the final pass alone, in the same run
  languages       the same for each language that the list names, and how often that was found where it wasn't given
  rtf             processing time over audio time, without decoding the file; rtfEncoder, rtfSearch and rtfFinal are its parts
  firstPartialMs  from the start of the recording to the first word shown: the audio heard until then, and the
                  processing of its last piece
  finalMs         from the end of the recording to its final text; finalMsByLength divides it by the recordings' lengths
  confidences     words by their confidence from each bound on, and how many of them are right
Noise is as strong, below the recording's mean power, as --noise-db says, the same in each run; the gain is that of both.
  utter eval list.tsv --noise-db 10 --gain-db -32          quiet, and in pink noise
  utter eval languages.tsv --filter 'languages/(..)/' --language each    each language by itself, as the path names it
  utter eval languages.tsv --filter 'languages/(de|es|fr)/' --language de,es,fr    which of three it is, is to be found`;

const benchMeaning = `
What is measured, and how to read it, is in docs/performance.md. Each model and backend runs in a process of its own; close other
applications, or go by the ratio: the matrix products are timed by the same process. npm run bench also compares with ONNX Runtime.`;

function formatList(text: string): Format[] {
  const wanted = text.split(',').map((each) => each.trim());
  const known = wanted.filter((each): each is Format => formats.some((format) => format === each));
  if (known.length < wanted.length) throw new InvalidArgumentError(`Allowed are ${formats.join(', ')}, several with commas between.`);
  return [...new Set(known)];
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function decibels(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || Math.abs(value) > 120) throw new InvalidArgumentError('It must be a number of decibels.');
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
  if (parsed === null) throw new InvalidArgumentError('It must be a part and their number, such as 2/8.');
  return parsed;
}

function packageVersion(): string {
  const json: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : 'unknown';
}
