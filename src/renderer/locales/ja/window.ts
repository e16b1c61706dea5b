import type { Group } from '../messages';
import type { Forms } from './forms';

export const alert: Group<'alert', Forms> = {
  tryAgain: '再試行',
  automatic: '自動で選ぶ',
  dismiss: '閉じる',
};

export const dock: Group<'dock', Forms> = {
  start: '音声入力を開始',
  stop: '音声入力を停止',
  level: 'マイクの音量',
  drop: 'ここで放すと文字起こしします',
  discard: '破棄',
  discardNote: '音声入力を終了し、そのテキストをページから取り除きます',
};

export const header: Group<'header', Forms> = {
  model: 'ライブモデル',
  noModel: 'なし',
  backend: 'バックエンド',
  automatic: '自動',
  automaticBackend: '自動: {{backend}}',
  graphicsCard: 'グラフィックボード',
  processor: 'プロセッサー',
  automaticModel: '自動: {{model}}',
  failedBackend: '{{backend}}（失敗）',
  final: '仕上げ',
  spoken: '話す言語',
  history: '履歴',
  settings: '設定',
};

export const backends: Group<'backends', Forms> = {
  webgpu: 'グラフィックボード（WebGPU）',
  webgl: 'グラフィックボード（WebGL）',
  wasm: 'プロセッサー（WebAssembly）',
  cpu: 'プロセッサー（JavaScript）',
};

export const page: Group<'page', Forms> = {
  dictation: '音声入力',
  copy: 'コピー',
  export: '書き出す',
  format: '形式',
  clear: '消去',
  transcript: '書き起こし',
  finished: '確定したテキスト',
  motto: '話せば、文字になる。',
  invitation: '<key>スペース</key>キーを押して話し、終わったらもう一度押してください。',
  atPauses: '聞いています。テキストは間を置くたびに現れます。',
  anywhere: '<key>{{key}}</key>なら、どのアプリからでも同じことができます。',
  orDrop: '録音ファイルをこのウィンドウにドロップすることもできます。',
  reading: '録音を聞き取っています…',
  noWords: 'この録音からは言葉を認識できませんでした。',
  edit: '編集',
  save: '保存',
  editor: '{{name}}のテキスト',
  waitsForModel: 'モデルの読み込みが終わるまで、この録音は待機します。',
  waitsForSpeech: '話し終えるまで、この録音は待機します。',
  waitsForOthers_other: 'この録音は、前の{{count}}件が終わるまで待機します。',
};

export const formats: Group<'formats', Forms> = {
  txt: 'テキスト',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
};

export const undo: Group<'undo', Forms> = {
  edit: '編集を元に戻す',
  discard: '破棄を元に戻す',
  clear: '消去を元に戻す',
};

export const sound: Group<'sound', Forms> = {
  track: 'トラック{{number}}',
  channel: 'チャンネル{{number}}',
  tracks_other: 'このファイルには音声トラックが{{count}}本あります。',
  channels_other: '音声は{{count}}チャンネルです。',
  hearAgain: '聞き直す',
  choice: '聞く部分',
  eachChannel: 'チャンネルごとに別々',
  trackChoice: '音声トラック{{number}}',
  channelChoice: 'チャンネル{{number}}',
};

export const rail: Group<'rail', Forms> = {
  texts: 'テキスト一覧',
  add: '録音を追加',
  resume: '再開',
  resumeName: '{{name}}を再開',
  cancelName: '{{name}}を中止',
  waiting: '待機中',
  doneOf: '{{done}} / {{total}}',
  cancelledAt: '{{time}}で中止',
  failed: '失敗',
  all: 'すべての録音',
  cancelAll: 'すべてキャンセル',
  exportAll: 'すべて書き出す',
  formatOfAll: 'すべての形式',
  clearEnded: '完了したものを消去',
  width: 'テキスト一覧の幅',
  archive: 'Utterの録音',
};

export const recovery: Group<'recovery', Forms> = {
  title: '復元',
  play: '再生',
  pause: '一時停止',
  all: 'すべて復元',
  recovering: '復元しています… {{time}}',
  recover: '復元',
  discard: '破棄',
  texts_other: 'Utterが前回終了したときに{{count}}件のテキストが途切れました。',
  recording: 'Utterが前回終了したときに{{name}}の文字起こしが途切れました。',
  recordingWords_other: 'Utterが前回終了したときに{{name}}の文字起こしが途切れました（{{count}}語）。',
  dictation: 'Utterが前回終了したときに{{time}}の音声入力が途切れました。',
  dictationWords_other: 'Utterが前回終了したときに{{time}}の音声入力が途切れました（{{count}}語）。',
};

export const status: Group<'status', Forms> = {
  opening: 'マイクを開いています…',
  listening: '聞いています…',
  listeningTo: '{{microphone}}で聞いています',
  modelLoading: 'モデルを読み込み中です。話した内容は保存されます',
  writing: '最後の言葉を書いています…',
  refining: '最後の言葉をもう一度聞き直しています…',
  atPauses: 'テキストは間を置くたびに現れます',
  finalBoth: '仕上げは両方のモデル',
  finalSmall: '仕上げは小さいモデル',
  finalLarge: '仕上げは聞き直し用のモデル',
  finalSpeed: '10秒の発話を{{seconds}}秒で',
  finalNone: 'ライブの言葉のみ: このマシンでは仕上げが間に合いません',
  finalLoading: '仕上げのモデルを読み込み中 · {{percent}} %',
  finalFailed: 'ライブの言葉のみ: 仕上げのモデルが停止しました',
  finalChosen: 'ライブの言葉のみ（設定による）',
  finalBattery: 'バッテリー使用中はライブの言葉のみ',
  starting: '起動しています…',
  loading: '{{model}}を読み込み中 · {{percent}} %',
  resting: '{{model}}は休止中です。話し始めると再び読み込みます · 何もこのコンピューターから送信されません',
  noModel: 'モデルが読み込まれていません。',
  nothingLeaves: 'データはこのマシンの外に出ません',
  overlayTitle: 'Utterが聞いています',
};

export const speed: Group<'speed', Forms> = {
  fast: 'このコンピューターでは話すとすぐ文字が出ます',
  enough: 'このコンピューターの速さは十分です',
  barely: 'このコンピューターではぎりぎり間に合います',
  slow: 'このコンピューターでは文字が出るのが遅れます',
};

export const verdicts: Group<'verdicts', Forms> = {
  fast: '話している間に文字が表示されます。十分に速く動いています。',
  enough: 'このコンピューターの速さは十分です。',
  barely: 'このコンピューターでは、話す速さにぎりぎり追いつきます。',
  slow: 'このコンピューターでは話す速さに追いつきません。録音と最終テキストは問題なく使えます。',
};

export const selfTest: Group<'selfTest', Forms> = {
  title: '自己診断',
  backend: '処理する場所',
  chunk: '音声の1区切り',
  result: '結果',
  smallerModel:
    'このコンピューターでは「{{model}}」が{{chunkMs}} msの音声に{{ms}} msかかり、話す速さに追いつけないため、「{{small}}」を使っています。「ライブモデル」で別のモデルを選べます。',
  ms: '{{ms}}ミリ秒',
  correct: '正常',
  inUse: '正常、使用中',
  finalTitle: '仕上げのモデル',
  model: 'モデル',
  for10s: '10秒の発話',
  load: '読み込み',
  size: 'サイズ',
  memory: 'Utterのページは現在{{size}}のメモリを使っています。',
  seconds: '{{seconds}}秒',
  used: '使用中',
  unused: '未使用',
  threads_other: 'プロセッサの{{count}}スレッド',
  computedOn: '音声の処理: {{backend}}',
  figures: '数値',
  chunkTime: '{{chunkMs}} msに{{ms}} ms',
  forOneSecond: '音声1秒あたり',
};

export const trouble: Group<'trouble', Forms> = {
  silent: '「{{microphone}}」から何も聞こえません。ミュートされているか、別のマイクではありませんか。',
  quiet: '「{{microphone}}」の音がとても小さいです。近づいて話すか、システムのサウンド設定で入力レベルを上げてください。',
  clipping: '「{{microphone}}」の音が大きすぎて割れています。システムのサウンド設定で入力レベルを下げてください。',
  muted: '「{{microphone}}」はシステムまたは本体のスイッチでミュートされています。',
  stalled: 'システムの音声処理が止まっています。Utterが再開を試みています。',
  away: '「{{microphone}}」が外れたか、別のプログラムが使っています。戻りしだいUtterは続けて聞きます。',
};
