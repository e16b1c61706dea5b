/** The window around the text; `dock` and `status` are also the overlay's. */

export const alert = {
  tryAgain: 'Try again',
  automatic: 'Choose automatically',
  dismiss: 'Dismiss',
} as const;

export const dock = {
  start: 'Start dictation',
  stop: 'Stop dictation',
  level: 'Microphone level',
  drop: 'Drop to transcribe',
  discard: 'Discard',
  discardNote: 'Ends the dictation and takes its text off the page',
} as const;

export const header = {
  model: 'Live model',
  noModel: 'none',
  backend: 'Backend',
  automatic: 'automatic',
  automaticBackend: 'automatic: {{backend}}',
  graphicsCard: 'graphics card',
  processor: 'processor',
  automaticModel: 'automatic: {{model}}',
  failedBackend: '{{backend}} (failed)',
  final: 'Final text',
  spoken: 'Spoken language',
  history: 'History',
  settings: 'Settings',
} as const;

/** What computes, by a name that people know; the technical one beside it. */
export const backends = {
  webgpu: 'graphics card (WebGPU)',
  webgl: 'graphics card (WebGL)',
  wasm: 'processor (WebAssembly)',
  cpu: 'processor (JavaScript)',
} as const;

export const page = {
  dictation: 'Dictation',
  copy: 'Copy',
  export: 'Export',
  format: 'Format',
  clear: 'Clear',
  transcript: 'Transcript',
  finished: 'Finished text',
  motto: 'Say it, and it is written.',
  invitation: 'Press <key>Space</key> and speak; press it again when you are done.',
  atPauses: 'Listening. The text comes at each pause.',
  anywhere: '<key>{{key}}</key> does the same from any application.',
  orDrop: 'Or drop recordings anywhere on this window.',
  reading: 'Listening to the recording…',
  noWords: 'No words were recognised in this recording.',
  edit: 'Edit',
  save: 'Save',
  editor: 'Text of {{name}}',
  waitsForModel: 'This recording waits until a model is loaded.',
  waitsForSpeech: 'This recording waits until you have finished speaking.',
  waitsForOthers_one: 'This recording waits for the one before it.',
  waitsForOthers_other: 'This recording waits for {{count}} others before it.',
} as const;

export const formats = {
  txt: 'Text',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
} as const;

/** What can be taken back. */
export const undo = {
  edit: 'Undo the edit',
  discard: 'Undo discarding',
  clear: 'Undo clearing',
} as const;

/** A recording's audio tracks and channels. */
export const sound = {
  track: 'track {{number}}',
  channel: 'channel {{number}}',
  tracks_one: 'This file has {{count}} audio track.',
  tracks_other: 'This file has {{count}} audio tracks.',
  channels_one: 'Its sound has {{count}} channel.',
  channels_other: 'Its sound has {{count}} channels.',
  hearAgain: 'Hear again',
  choice: 'What to hear',
  eachChannel: 'Each channel separately',
  trackChoice: 'Audio track {{number}}',
  channelChoice: 'Channel {{number}}',
} as const;

export const rail = {
  texts: 'Texts',
  add: 'Add recordings',
  resume: 'Resume',
  resumeName: 'Resume {{name}}',
  cancelName: 'Cancel {{name}}',
  waiting: 'waiting',
  doneOf: '{{done}} of {{total}}',
  cancelledAt: 'cancelled at {{time}}',
  failed: 'failed',
  all: 'All recordings',
  cancelAll: 'Cancel all',
  exportAll: 'Export all',
  formatOfAll: 'Format of all',
  clearEnded: 'Clear finished',
  width: 'Width of the list of texts',
  archive: 'Utter recordings',
} as const;

export const recovery = {
  title: 'Recovery',
  play: 'Play',
  pause: 'Pause',
  all: 'Recover all',
  recovering: 'Recovering… {{time}}',
  recover: 'Recover',
  discard: 'Discard',
  texts_one: '{{count}} text was interrupted when Utter last closed.',
  texts_other: '{{count}} texts were interrupted when Utter last closed.',
  recording: 'The transcription of {{name}} was interrupted when Utter last closed.',
  recordingWords_one: 'The transcription of {{name}} was interrupted when Utter last closed ({{count}} word).',
  recordingWords_other: 'The transcription of {{name}} was interrupted when Utter last closed ({{count}} words).',
  dictation: 'A dictation of {{time}} was interrupted when Utter last closed.',
  dictationWords_one: 'A dictation of {{time}} was interrupted when Utter last closed ({{count}} word).',
  dictationWords_other: 'A dictation of {{time}} was interrupted when Utter last closed ({{count}} words).',
} as const;

export const status = {
  opening: 'Opening the microphone…',
  listening: 'Listening…',
  listeningTo: 'Listening to {{microphone}}',
  modelLoading: 'the model is still loading, your words are kept',
  writing: 'Writing the last words…',
  refining: 'Listening again to the last words…',
  atPauses: 'the text comes at each pause',
  finalBoth: 'final text by both models',
  finalSmall: 'final text by the small model',
  finalLarge: 'final text by the thorough model',
  finalSpeed: '10 s of speech in {{seconds}} s',
  finalNone: 'live words only: this machine is too slow for more',
  finalLoading: 'the final models are loading · {{percent}} %',
  finalFailed: 'live words only: the final models have stopped',
  finalChosen: 'live words only, as you chose',
  finalBattery: 'live words only on battery',
  starting: 'Starting…',
  loading: 'Loading {{model}} · {{percent}} %',
  resting: '{{model}} is unloaded until you speak · nothing leaves this machine',
  noModel: 'No model is loaded.',
  nothingLeaves: 'nothing leaves this machine',
  overlayTitle: 'Utter is listening',
} as const;

/** How well live words keep up with a speaker, as part of a line and as a sentence. */
export const speed = {
  fast: 'live words are quick here',
  enough: 'live words are fast enough here',
  barely: 'live words barely keep up here',
  slow: 'live words are slow here',
} as const;

export const verdicts = {
  fast: 'Live words are quick here: they appear while you speak.',
  enough: 'Live words are fast enough here.',
  barely: 'Live words barely keep up with you here.',
  slow: 'Live words are too slow here; recordings and the final text work all the same.',
} as const;

export const selfTest = {
  title: 'Self-test',
  backend: 'Computed on',
  chunk: 'For one piece of speech',
  result: 'Result',
  smallerModel:
    '“{{model}}” takes {{ms}} ms for {{chunkMs}} ms of speech here, too slow to keep up with your speech, so “{{small}}” is used. You can choose another under “Live model”.',
  ms: '{{ms}} ms',
  correct: 'correct',
  inUse: 'correct, in use',
  finalTitle: 'Final models',
  model: 'Model',
  for10s: '10 s of speech',
  load: 'Loading',
  size: 'Size',
  memory: 'Utter’s page now uses {{size}} of memory.',
  seconds: '{{seconds}} s',
  used: 'in use',
  unused: 'not in use',
  threads_one: '{{count}} processor thread',
  threads_other: '{{count}} processor threads',
  computedOn: 'Speech is computed on: {{backend}}.',
  figures: 'Figures',
  chunkTime: '{{ms}} ms for {{chunkMs}} ms',
  forOneSecond: 'For 1 s of speech',
} as const;

/** What keeps speech from being heard while the microphone is open; also the overlay's. */
export const trouble = {
  silent: 'Nothing is heard from “{{microphone}}”. Is it muted, or another one meant?',
  quiet: '“{{microphone}}” is very quiet. Speak closer to it, or raise its input level in the system’s sound settings.',
  clipping: '“{{microphone}}” is too loud and distorts. Lower its input level in the system’s sound settings.',
  muted: '“{{microphone}}” is muted by the system or by its own switch.',
  stalled: 'The system’s sound stands still. Utter is trying to start it again.',
  away: '“{{microphone}}” is disconnected or used by another program. Utter goes on when it is back.',
} as const;
