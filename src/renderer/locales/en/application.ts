/** What the application does around dictation, what is in it, and the guide through its first start. */

export const system = {
  startAtLogin: 'Start when you log in',
  sounds: 'A sound when dictation begins and ends',
  idle: 'Give the model’s memory back',
  idleMinutes_one: 'After {{count}} minute',
  idleMinutes_other: 'After {{count}} minutes',
  halfHour: 'After half an hour',
  twoHours: 'After 2 hours',
  never: 'Never',
  watch: 'Transcribe new recordings in a folder',
  choose: 'Choose a folder',
  another: 'Another folder',
  stop: 'Stop watching',
  watching: '<folder>{{folder}}</folder>: texts are written beside the recordings.',
  notWatched: '<folder>{{folder}}</folder> can’t be watched: {{reason}}.',
  askDaily: 'Ask once a day for a newer version; never while you dictate',
  newerVersion: 'Newer version',
  newer: 'Utter {{version}} is there.',
  current: 'This is the newest version.',
  openPage: 'Open its page',
  askNow: 'Ask now',
} as const;

export const about = {
  title: 'About Utter, guide, licences',
  showGuide: 'Show the guide',
  licencesOf: 'Licences of what Utter is made of',
  licences: 'Licences',
  reading: 'Reading…',
  notRead: '{{file}} could not be read: {{reason}}. Install Utter again.',
} as const;

export const trial = {
  level: 'Input level',
  end: 'End the test',
  record: 'Record {{seconds}} s and play back',
  hearing: '“{{microphone}}” is heard. Speak: the bar follows your voice.',
  recording: 'Recording: say something.',
  playing: 'This is what Utter hears.',
} as const;

export const guide = {
  count: 'Welcome to Utter · {{step}} of {{steps}}',
  skip: 'Skip the guide',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  language: 'Your language',
  whichLanguage: 'Which language do you dictate? More can be added later under Settings.',
  microphone: 'Your microphone',
  hotkey: 'Your key',
  tryIt: 'Try it',
  listens:
    'Utter listens only while you dictate, and what you say stays on this computer. The first test asks for the permission to use the microphone.',
  tap:
    'Tap this key in any application to begin, and tap it again to end; or hold it while you speak. The text arrives where your cursor is.',
  allow:
    'macOS lets Utter type into other applications, and see when you let the key go, only after you allow it in System Settings › Privacy & Security › Accessibility. Without it your text is on the clipboard after each dictation.',
  allowed: 'I have allowed it: look again',
  press: 'Press the button, say a sentence, and press again.',
  pressOr: 'Press the button or {{key}}, say a sentence, and press again.',
  loading: 'The model is still loading; what you say meanwhile is kept.',
  said: 'What you said',
  speak: 'Speak',
  stop: 'Stop',
} as const;
