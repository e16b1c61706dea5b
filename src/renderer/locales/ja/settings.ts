import type { Group } from '../messages';
import type { Forms } from './forms';

export const settings: Group<'settings', Forms> = {
  title: '設定',
  search: '設定を検索',
  found_other: '{{count}}件の設定',
  nothingFound: 'この言葉を含む設定はありません。',
  dictation: '音声入力',
  speech: '言語と仕上げ',
  delivery: '入力先',
  text: 'テキスト',
  history: '履歴',
  machine: 'モデルとマシン',
  application: 'アプリケーション',
};

export const dictating: Group<'dictating', Forms> = {
  microphone: 'マイク',
  microphoneNumber: 'マイク {{number}}',
  microphoneTest: 'マイクをテスト',
  systemDefault: 'システムの既定',
  notConnected: '未接続',
  tail: '「停止」の後も聞き続ける時間',
  seconds: '{{seconds}}秒',
  keepReady: '音声入力の後もマイクを待機させる',
  dictate: '音声入力',
  dictateIn: '{{language}}で音声入力',
  press: 'そのキーの押し方',
  both: '短く押して切り替え、押し続けて話す',
  toggle: '押すたびに開始と停止',
  hold: '押している間だけ話す',
  cancel: '音声入力中の中止',
  repaste: '最後のテキストをもう一度貼り付ける',
  keyOff: 'オフ',
  pressKey: 'キーを押してください',
  pressKeyOrNone: 'キーを押してください。Backspaceで解除',
  edits: '声で編集するコマンド',
  editsNote: '前後に間を置いて、単独で言います。',
  edit: {
    scratch: '“{{phrase}}”: 最後の間から後に話した内容を取り消す',
    undo: '“{{phrase}}”: 最後の変更を元に戻す',
    redo: '“{{phrase}}”: 元に戻したものをやり直す',
    'select-last-word': '“{{phrase}}”: 最後の単語を次に話す言葉に置き換える',
    'delete-last-word': '“{{phrase}}”: 最後の単語を削除する',
    correct: '“{{phrase}}”: 最後の間から後に話した内容を、次に話す言葉に置き換える',
    stop: '“{{phrase}}”: 音声入力を終える',
  },
};

export const warmTimes: Group<'warmTimes', Forms> = {
  never: 'しない',
  minute: '1分間',
  tenMinutes: '10分間',
  hour: '1時間',
};

export const delivering: Group<'delivering', Forms> = {
  way: 'アプリへテキストを送る方法',
  paste: '貼り付け',
  type: 'キー入力',
  copy: '送らず、コピーだけ',
  overlay: '話した言葉をほかのウィンドウの上に表示',
  rules: '個別の方法を使うアプリ',
  rulesCount: '個別の方法を使うアプリ（{{count}}）',
  remove: '{{app}}を削除',
  application: 'アプリ',
  applicationHint: 'ウィンドウクラスまたはプログラム',
  itsWay: '送る方法',
  add: '追加',
  methods: {
    paste: 'Ctrl+V',
    'paste-terminal': 'Ctrl+Shift+V',
    'paste-selection': 'Shift+Insert',
    type: 'キー入力',
    copy: 'コピーだけ',
  },
};

export const writing: Group<'writing', Forms> = {
  format: '数字、大文字、句読点を整えて書く',
  punctuate: '言わなくても句読点を付ける',
  commands: '音声コマンド',
  command: '<say>{{first}}</say>: {{does}}',
  commandOr: '<say>{{first}}</say>または<say>{{second}}</say>: {{does}}',
  writes: '{{text}} を書く',
  line: '改行する',
  paragraph: '段落を始める',
  capital: '次の単語を大文字で始める',
  capitals: '次の単語をすべて大文字で書く',
  glue: '次の単語の前を空けない',
  literal: '次のコマンドを言葉として書く',
  replacements: '置き換え',
  replacementsNote: '<say>my address</say>と言えば住所が書かれます。ここに書いたものは、さらに置き換えられることはありません。',
  sayRow: '言う言葉、{{row}}行目',
  writeRow: '書く言葉、{{row}}行目',
  say: '言う言葉',
  write: '書く言葉',
  removeRow: '{{row}}行目を削除',
  remove: '削除',
  overruled: '同じ言葉の行がほかにあります。最後の行が使われます。',
  addReplacement: '置き換えを追加',
};

export const words: Group<'words', Forms> = {
  title: 'マイ単語',
  unheard: 'モデルは{{number}}番目の単語「{{text}}」を聞き取れません: {{reason}}。',
  find: '検索',
  more_other: 'ほか{{count}}語',
  listening: '録音を聞いています…',
  written: '単語または語句',
  soundsLike: '読み方（任意）',
  add: '単語を追加',
  import: 'テキストファイルを読み込む',
  fromRecordings: '録音から',
  boost: '{{word}}の優先度',
  removeWord: '{{word}}を削除',
  remove: '削除',
  recordings: '3回録音する（任意）',
  record: '録音 {{number}}',
  recordAgain: '録音し直す {{number}}',
  stopRecording: '録音を停止 {{number}}',
  stop: '停止',
  sayIt: '単語を言ってから、もう一度ボタンを押してください。',
  recorded: '{{total}}回中{{done}}回録音しました。',
  notAdded: '「{{word}}」は追加されませんでした: {{reason}}。',
  added: '「{{word}}」を追加しました。',
  changed: '「{{word}}」を変更しました。',
  removed: '「{{word}}」を削除しました。',
  imported_other: '{{file}}から{{count}}語を追加しました。',
  nothingIn: '{{file}}には使える単語がありません。',
  notUsed: '使われなかった行: {{lines}}。',
  badLine: '{{number}}行目（「{{text}}」）: {{reason}}',
  moreLines_other: 'ほか{{count}}行',
  tooMany: '単語は{{most}}語までです。',
};

export const keeping: Group<'keeping', Forms> = {
  keep: '音声入力と文字起こしを保存する',
  text: 'テキストの保存期間',
  sound: '音声の保存期間',
  note: '期間を短くすると、次にUtterを起動したときから適用されます。固定した項目は残ります。',
  backup: 'バックアップ',
  backUp: 'テキストをバックアップ',
  bringIn: 'バックアップを読み込む',
  backupNote:
    'すべてのテキストをすべての版とともに保存します。音声は含みません。読み込みは足りないものを加えるだけで、何も置き換えません。',
  broughtIn: '追加した項目: {{entries}}。追加した版: {{versions}}。',
};

export const lifetimes: Group<'lifetimes', Forms> = {
  forever: '無期限',
  day: '1日間',
  week: '1週間',
  month: '1か月間',
  year: '1年間',
};

export const latency: Group<'latency', Forms> = {
  title: '話した言葉が表示されるまでの遅れ（チャンクの長さ）',
  automatic: '自動（{{ms}}ミリ秒）',
  sooner: '{{ms}}ミリ秒: 言葉が早く表示され、計算は増えます',
  later: '{{ms}}ミリ秒: 言葉が遅く表示され、計算は減ります',
  same: '{{ms}}ミリ秒、現在の自動と同じ',
  automaticMark: '自動',
  note: '一度に認識する音声の長さです。どの長さでも、認識される言葉は同じです。',
};

export const machine: Group<'machine', Forms> = {
  backend: '音声を処理する場所',
  selfTest: 'このコンピューターでの速さ',
  figures: '数値を表示',
};

export const application: Group<'application', Forms> = {
  theme: 'テーマ',
  light: 'ライト',
  dark: 'ダーク',
  language: '言語',
  system: 'システムに合わせる',
};
