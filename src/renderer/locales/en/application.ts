/** What the application does around dictation, what is in it, and the guide through its first start. */

export const system = {
  startAtLogin: 'Start when you log in',
  sounds: 'Play a sound when dictation starts and stops',
  idle: 'Release the model’s memory',
  idleMinutes_one: 'After {{count}} minute',
  idleMinutes_other: 'After {{count}} minutes',
  halfHour: 'After half an hour',
  twoHours: 'After 2 hours',
  never: 'Never',
  watch: 'Transcribe new recordings in a folder',
  choose: 'Choose a folder',
  another: 'Choose another folder',
  stop: 'Stop watching',
  watching: 'Watching <folder>{{folder}}</folder>. Each text is written next to its recording.',
  notWatched: '<folder>{{folder}}</folder> can’t be watched: {{reason}}.',
  askDaily: 'Check for a newer version once a day, but never while you dictate',
  newerVersion: 'Newer version',
  newer: 'Utter {{version}} is available.',
  current: 'You have the latest version.',
  openPage: 'Open the download page',
  askNow: 'Check now',
} as const;

export const about = {
  title: 'About Utter, guide, licences',
  showGuide: 'Show the guide',
  licencesOf: 'Licences of the software in Utter',
  licences: 'Licences',
  reading: 'Reading…',
  notRead: '{{file}} could not be read: {{reason}}. Reinstall Utter.',
} as const;

export const trial = {
  level: 'Input level',
  end: 'End the test',
  record: 'Record {{seconds}} s and play back',
  hearing: 'Listening to “{{microphone}}”. Speak: the bar follows your voice.',
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
  whichLanguage: 'Which language do you dictate in? You can add more later under Settings.',
  microphone: 'Your microphone',
  hotkey: 'Your key',
  tryIt: 'Try it',
  listens:
    'Utter listens only while you dictate, and what you say stays on this computer. The first test asks for permission to use the microphone.',
  tap: 'Tap this key in any application to start and tap it again to stop, or hold it while you speak. The text appears at your cursor.',
  allow:
    'macOS lets Utter type into other applications, and notice when you release the key, only after you allow it in System Settings › Privacy & Security › Accessibility. Until then, your text is on the clipboard after each dictation.',
  allowed: 'I have allowed it; check again',
  press: 'Press the button, say a sentence, and press again.',
  pressOr: 'Press the button or {{key}}, say a sentence, and press again.',
  loading: 'The model is still loading; what you say now is kept.',
  said: 'What you said',
  speak: 'Speak',
  stop: 'Stop',
} as const;
