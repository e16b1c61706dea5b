/** The window around the text; `dock` and `status` are also the overlay's. */

export const alert = {
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
} as const;

export const dock = {
  start: 'Start dictation',
  stop: 'Stop dictation',
  level: 'Microphone level',
  drop: 'Drop to transcribe',
} as const;

export const header = {
  model: 'Live model',
  noModel: 'none',
  backend: 'Backend',
  automatic: 'automatic',
  automaticBackend: 'automatic: {{backend}}',
  automaticModel: 'automatic: {{model}}',
  failedBackend: '{{backend}} (failed)',
  final: 'Final text',
  spoken: 'Spoken language',
  history: 'History',
  settings: 'Settings',
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
} as const;

export const formats = {
  txt: 'Text',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
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
  speed: '{{ms}} ms per {{chunkMs}} ms chunk',
  nothingLeaves: 'nothing leaves this machine',
  overlayTitle: 'Utter is listening',
} as const;

export const selfTest = {
  title: 'Self-test',
  backend: 'Backend',
  chunk: 'Chunk',
  rtf: 'RTF',
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
