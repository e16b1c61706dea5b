import type { Group } from '../messages';
import type { Forms } from './forms';

export const style: Group<'style', Forms> = {
  title: '書き方',
  preview: 'すべてを合わせた例：',
  clock: '時刻',
  dates: '日付',
  smallNumbers: '10 未満の数',
  ordinals: '1 番目から 9 番目',
  units: '単位',
  separators: '桁区切りと小数点',
  currency: '通貨記号',
  spelling: 'つづり',
  fillers: 'つなぎ言葉と言い直し',
  lastStop: '短いメッセージの終わり',
  letterCase: '大文字',
  gap: '文と文の間',
  gaps: { space: '空白一つ', 'two-spaces': '空白二つ', line: '改行' },
};
