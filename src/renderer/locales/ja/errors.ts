import type { Group } from '../messages';
import type { Forms } from './forms';

export const errors: Group<'errors', Forms> = {
  'model-not-found': {
    message: 'モデルまたはそのファイルが見つかりません。',
    remedy: '別のモデルを選ぶか、このモデルをもう一度インストールしてください。',
  },
  'model-invalid': {
    message: 'モデルを使用できません。',
    remedy: '別のモデルを選ぶか、このモデルをもう一度インストールしてください。',
  },
  'backend-unavailable': {
    message: '選択した方法では、ここで音声を処理できません。',
    remedy: '選択を Utter に任せるか、グラフィックドライバーを更新してください。',
  },
  'audio-undecodable': {
    message: '録音を読み込めません。',
    remedy: 'WAV、FLAC、MP3 のいずれかに変換するか、録音し直してください。',
  },
  'audio-empty': { message: '録音に音が入っていません。', remedy: '別のトラックを選ぶか、録音し直してください。' },
  'audio-invalid': { message: '録音またはマイクの音声が壊れています。', remedy: '録音し直してください。' },
  'device-lost': {
    message: '音声を処理する装置が停止しました。',
    remedy: 'もう一度お試しください。ほかに使えるものがあれば Utter が切り替えます。',
  },
  'microphone-denied': {
    message: 'Utter はマイクの使用を許可されていません。',
    remedy: 'ブラウザーまたはシステムで許可してから、もう一度開始してください。',
  },
  'microphone-missing': { message: '使えるマイクがありません。', remedy: 'マイクを接続してから、もう一度開始してください。' },
  'microphone-lost': {
    message: 'マイクが切断されました。',
    remedy: '接続し直してください。それまでに話した内容は残っています。',
  },
  'manifest-invalid': {
    message: 'モデルの説明ファイルが正しくありません。',
    remedy: '別のモデルを選ぶか、このモデルをもう一度インストールしてください。',
  },
  'words-invalid': { message: '登録した単語の一部を使用できません。', remedy: '設定で修正してください。' },
  'text-invalid': { message: 'テキストの設定が正しくありません。', remedy: '設定で修正してください。' },
  'file-unwritable': { message: 'ファイルを書き込めませんでした。', remedy: '空き容量を増やすか、別の場所を選んでください。' },
  'download-failed': {
    message: 'ダウンロードに失敗しました。',
    remedy: 'しばらくしてからもう一度お試しください。届いた分は残っています。',
  },
  'history-unavailable': {
    message: '履歴を読み書きできません。',
    remedy: '空き容量を増やすか、Utter にデータの保存を許可してください。',
  },
  internal: {
    message: '予期しない問題が発生しました。',
    remedy: 'もう一度お試しください。繰り返す場合は、このメッセージを添えてご報告ください。',
  },
};

export const errorDetail: Group<'errorDetail', Forms> = { exact: '原文: “{{detail}}”' };
