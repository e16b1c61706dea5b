import type { Group } from '../messages';
import type { Forms } from './forms';

export const system: Group<'system', Forms> = {
  startAtLogin: 'ログイン時に起動する',
  sounds: '音声入力の開始時と終了時に音を鳴らす',
  idle: 'モデルのメモリーを解放する',
  idleMinutes_other: '{{count}}分後',
  halfHour: '30分後',
  twoHours: '2時間後',
  never: 'しない',
  watch: 'フォルダー内の新しい録音を文字に起こす',
  choose: 'フォルダーを選ぶ',
  another: '別のフォルダー',
  stop: '監視をやめる',
  watching: '<folder>{{folder}}</folder>: テキストは録音と同じ場所に書き込まれます。',
  notWatched: '<folder>{{folder}}</folder>を監視できません: {{reason}}。',
  askDaily: '1日に1回、新しいバージョンを確認する(音声入力中はしない)',
  newerVersion: '新しいバージョン',
  newer: 'Utter {{version}}が出ています。',
  current: '最新のバージョンです。',
  openPage: 'そのページを開く',
  askNow: '今すぐ確認',
};

export const about: Group<'about', Forms> = {
  title: 'Utterについて、ガイド、ライセンス',
  showGuide: 'ガイドを表示',
  licencesOf: 'Utterを構成するもののライセンス',
  licences: 'ライセンス',
  reading: '読み込んでいます…',
  notRead: '{{file}}を読み込めませんでした: {{reason}}。Utterをもう一度インストールしてください。',
};

export const trial: Group<'trial', Forms> = {
  level: '入力レベル',
  end: 'テストを終える',
  record: '{{seconds}}秒録音して再生',
  hearing: '「{{microphone}}」の音が聞こえています。話すとバーが声に合わせて動きます。',
  recording: '録音中です。何か話してください。',
  playing: 'Utterにはこのように聞こえています。',
};

export const guide: Group<'guide', Forms> = {
  count: 'Utterへようこそ · {{step}} / {{steps}}',
  skip: 'ガイドをスキップ',
  back: '戻る',
  next: '次へ',
  done: '完了',
  language: '話す言語',
  whichLanguage: 'どの言語で話しますか。あとから設定で追加できます。',
  microphone: 'マイク',
  hotkey: 'キー',
  tryIt: '試してみる',
  listens:
    'Utterが聞くのは音声入力の間だけで、話した内容はこのコンピューターの外に出ません。最初のテストで、マイクの使用許可を求められます。',
  tap: 'どのアプリでも、このキーを押すと始まり、もう一度押すと終わります。話す間だけ押し続けることもできます。テキストはカーソルの位置に入ります。',
  allow:
    'Utterがほかのアプリに入力し、キーを離したことを知るには、「システム設定」›「プライバシーとセキュリティ」›「アクセシビリティ」での許可が必要です。許可がない場合、テキストは音声入力のたびにクリップボードに入ります。',
  allowed: '許可しました。もう一度確認する',
  press: 'ボタンを押して一文を話し、もう一度押してください。',
  pressOr: 'ボタンまたは{{key}}を押して一文を話し、もう一度押してください。',
  loading: 'モデルを読み込み中です。その間に話した内容は保存されます。',
  said: '話した内容',
  speak: '話す',
  stop: '停止',
};
