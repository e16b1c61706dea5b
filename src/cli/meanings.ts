/** What help says of a command behind its options. */

export const earsMeaning = `
The final pass hears each segment of speech again, with Moonshine and Whisper if they are installed, and combines what all models heard. Without it, and with --pass streaming, the live model's words are the result.
  --language de                heard by Whisper alone, unless you name a live model for that language
  --language en,de             whichever of them is spoken in each segment
  --language auto              any language that Whisper knows
  --final-model <folder>       another model in Hugging Face's layout, such as whisper-small; repeat it for a Moonshine beside it
`;

export const batchMeaning = `
  utter transcribe interviews/ --out text/                     all recordings below a folder, on all cores
  utter transcribe interviews/ --out text/ --resume            the rest after an interruption
  utter transcribe interviews/ --out text/ --shard 2/8         one of eight jobs that together do everything
  utter transcribe call.wav --channels each                    both sides of a call separately
  arecord -f cd -d 60 | utter transcribe -                     the output of another program
Results are written completely or not at all, in subfolders like the recordings' own. With --resume a recording is done if it is the same file that its
result was made from, and is heard with the same models and options. What is wrong with a recording that can still be read goes to standard error and is no failure.`;

export const formatMeaning = `
  echo 'meet me at ten thirty a m comma please' | utter format
With --from json each line is {"words": [{"text": …, "startMs": …, "endMs": …, "confidence": …}]}, as transcribe --format json
writes segments. Sentences then end at pauses, and commands are obeyed only if the recogniser was sure of them.`;

export const evaluationMeaning = `
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

export const benchMeaning = `
docs/performance.md explains what is measured and how to read it. Each model and backend runs in a process of its own. Close other
applications, or rely on the ratio: the matrix products are timed by the same process. npm run bench also compares with ONNX Runtime.`;
