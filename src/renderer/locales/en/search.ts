/** What people type to find a setting, besides the words of its label: synonyms by group and key of the label's message. */

export const synonyms = {
  dictating: {
    microphone: 'mic input audio device headset recording',
    microphoneTest: 'mic check try audio input sound works volume',
    dictate: 'hotkey shortcut key keyboard start record binding',
    press: 'hotkey shortcut key push to talk ptt toggle hold mode',
    cancel: 'hotkey shortcut key escape esc abort stop discard',
    repaste: 'hotkey shortcut key clipboard insert last again',
    tail: 'delay cut off end last word silence pause stop',
    keepReady: 'mic warm first word delay start faster',
    edits: 'voice undo redo delete correct edit by voice',
  },
  languages: {
    title: 'language german french spanish english multilingual translate speech recognition',
    add: 'language another second more',
    automatic: 'detect recognise language auto',
  },
  finalText: {
    tier: 'accuracy quality better whisper second pass correct precise',
    model: 'accuracy quality whisper large',
    onBattery: 'power laptop energy saving',
    wait: 'delay speed time timeout',
    refresh: 'accuracy live update',
  },
  delivering: {
    way: 'paste type copy clipboard output insert cursor',
    overlay: 'popup window bubble floating preview on top',
    rules: 'apps terminal exceptions program paste keys',
  },
  writing: {
    format: 'numbers digits uppercase capital letters casing formatting verbatim raw',
    marks: 'punctuation comma full stop period question mark',
    commands: 'new line paragraph comma punctuation say quotes brackets symbols',
    replacements: 'snippets shortcuts abbreviations autocorrect text expansion substitute custom',
  },
  words: {
    title: 'vocabulary dictionary names spelling custom words jargon lexicon teach learn',
  },
  keeping: {
    keep: 'history log privacy save store record past',
    text: 'history delete retention privacy how long',
    sound: 'history audio recordings delete retention privacy storage disk',
  },
  models: {
    title: 'download import install remove engine voice neural network ai',
  },
  latency: {
    title: 'speed delay lag faster slow response chunk',
  },
  machine: {
    backend: 'gpu cpu graphics card webgpu webgl wasm processor acceleration hardware performance speed backend',
    selfTest: 'speed test benchmark performance gpu cpu slow diagnose rtf',
  },
  application: {
    theme: 'dark light night mode colour color appearance black white',
    language: 'interface ui translation german arabic japanese english',
  },
  system: {
    startAtLogin: 'autostart startup boot launch login automatically',
    sounds: 'beep chime noise notification audio feedback mute',
    idle: 'ram memory free unload battery',
    watch: 'folder automatic batch directory import monitor',
    askDaily: 'update upgrade version new release',
  },
  about: {
    title: 'version license licence help tutorial tour introduction open source credits',
  },
} as const;
