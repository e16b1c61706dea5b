/** What the status line says for a moment, and the alert. */

export const remarks = {
  cancelled: 'Cancelled. What you said is kept here and was not pasted.',
  interrupted: 'Interrupted. Your words are kept here.',
  lateText: 'A better version of what you said is in the history.',
  noWords: 'No words were recognised.',
  pasted: 'Pasted into the application you were using.',
  typed: 'Typed into the application you were using.',
  copied: 'Copied.',
  copiedBecause: 'Copied. {{reason}}',
  saved: 'Saved as {{name}}.',
  newerVersion: 'Utter {{version}} is available: see Settings.',
  smallerModel: '“{{model}}” is too slow on this machine, so “{{small}}” is used.',
} as const;

/** What a spoken command did. */
export const edits = {
  stopped: 'Stopped.',
  tookBack: 'Removed “{{words}}”. Say “undo that” to bring it back.',
  undone: 'Undone: “{{words}}”. Say “redo that” to do it again.',
  doneAgain: 'Redone: “{{words}}”.',
  selected: 'Selected “{{words}}”: what you say next replaces it.',
  nothing: {
    scratch: 'There is nothing to remove.',
    'delete-last-word': 'There is no word to delete.',
    undo: 'There is nothing to undo.',
    redo: 'There is nothing to redo.',
    'select-last-word': 'There is no word to select.',
    correct: 'There is nothing to correct.',
  },
} as const;

/** Each with what to do about it. */
export const failures = {
  unplayable: '“{{name}}” is of a kind that this window can’t play.',
  unplayableRemedy: 'Its text is not affected. Another player may be able to play the original file.',
  notDelivered: 'The text was not delivered. {{reason}}',
  notDeliveredRemedy: 'Your text is kept on the dictation page: copy it from there.',
  noModel: 'No model is installed.',
  noModelRemedy: 'Put a model folder into resources/models, or reinstall Utter.',
  usedOn: '{{reason}} {{model}} stays in use.',
  noWords: 'The model recognised no words in “{{name}}”.',
  noWordsRemedy: 'The text stays as it was.',
  notStarted: 'it could not be started',
  recogniserStopped: 'The speech recogniser stopped: {{reason}}.',
  recogniserStoppedRemedy: 'Choose the model again to restart it. If it happens again, please report it with this message.',
  journalStopped: 'The journal stopped: {{reason}}.',
  journalStoppedRemedy: 'Reload the page. Until you do, a crash would lose what you say.',
  insecurePage: 'This page can’t use a microphone because it was not opened from a secure address.',
  insecurePageRemedy: 'Open Utter from localhost or over https.',
  microphoneLost: 'The microphone “{{name}}” was disconnected while you were speaking.',
  microphoneLostRemedy: 'What you said until then is kept. Reconnect it or choose another one, then continue.',
  microphoneDenied: 'Utter is not allowed to use the microphone.',
  microphoneDeniedRemedy: 'Allow it in the address bar or in your system’s privacy settings, then start again.',
  microphoneGone: 'The microphone you chose is not connected.',
  microphoneGoneRemedy: 'Connect it, or choose another one under Settings.',
  noMicrophone: 'No microphone was found.',
  noMicrophoneRemedy: 'Connect one, then start again. Recordings can be transcribed without one.',
  microphoneNotOpened: 'The microphone could not be opened: {{reason}}.',
  noAnswer: 'it did not answer',
  microphoneNotOpenedRemedy: 'Another application may be using it: close that application, then start again.',
  microphoneInUse: 'The microphone is in use.',
  microphoneInUseRemedy: 'Stop dictating first.',
  otherListens: 'Using “{{name}}” instead. {{remedy}}',
  folderNotWatched: 'The folder {{folder}} can’t be watched: {{reason}}.',
  folderNotWatchedRemedy: 'Utter looks for it again every minute. You can also choose another folder under Settings.',
} as const;
