import type { Group } from '../messages';
import type { Forms } from './forms';

export const finalText: Group<'finalText', Forms> = {
  tier: '仕上げのテキスト',
  automatic: '自動',
  automaticBoth: '自動: 最良',
  automaticSmall: '自動: すばやく',
  automaticNone: '自動: ライブの言葉',
  both: '最良のテキスト: 両方のモデル',
  small: 'すばやく: 小さいモデル',
  none: 'ライブの言葉のみ',
  note: '話した内容は、間を置くたびに、ライブの言葉より正確に聞き取るモデルがもう一度聞き直します。入力されるのはその結果です。',
  noModels: 'そのためのモデルがインストールされていないため、ライブの言葉がそのままテキストになります。',
  model: '聞き直しに使うモデル',
  onBattery: 'バッテリー使用中も',
  wait: '入力する前に仕上げを待つ時間',
  noWait: '待たない',
  refresh: '話している間の言葉もより正確に',
  refreshAuto: 'マシンが十分に速ければ',
  refreshOn: '常に',
  refreshOff: 'しない',
};

export const languages: Group<'languages', Forms> = {
  title: '話す言語',
  language: '言語',
  default: '既定',
  makeDefault: '{{language}}を既定にする',
  use: '最初に使う',
  add: '言語を追加',
  choose: '選択…',
  remove: '{{language}}を削除',
  removeShort: '削除',
  automatic: 'この中から言語を自動で判別する',
  automaticShort: '自動',
  live: '話している間に言葉が現れます。',
  atPauses: '話している間は言葉が現れず、間を置くたびにテキストが現れます。',
  unheard: '使用中のモデルの中に、この言語を聞き取れるものがありません。',
  weak: 'Utter付属のモデルでは、この言語の約{{percent}} %を聞き誤ります。より大きいモデルのほうが正確です。',
  rate: '約{{percent}} %の聞き誤りがあります。',
};
