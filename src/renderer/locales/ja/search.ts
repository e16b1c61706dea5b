import type { Group } from '../messages';
import type { Forms } from './forms';

export const synonyms: Group<'synonyms', Forms> = {
  dictating: {
    microphone: 'マイク 入力 デバイス ヘッドセット 録音',
    microphoneTest: 'マイク テスト 確認 音量 入力',
    dictate: 'ホットキー ショートカット キー 開始 録音',
    press: 'ホットキー ショートカット キー 長押し 切り替え',
    cancel: 'ホットキー ショートカット キー 中止 取り消し エスケープ',
    repaste: 'ホットキー ショートカット キー 貼り付け クリップボード もう一度',
    tail: '遅延 終わり 最後 途切れる 無音',
    keepReady: 'マイク 待機 最初 速い',
    edits: '音声 編集 元に戻す 削除 訂正 取り消し',
  },
  languages: {
    title: '言語 日本語 英語 多言語 音声認識',
    add: '言語 追加 別',
    automatic: '検出 判定 自動 言語',
  },
  finalText: {
    tier: '精度 品質 正確 高精度 ウィスパー',
    model: '精度 品質 大きい',
    onBattery: '電源 バッテリー 省電力 ノートパソコン',
    wait: '遅延 速度 時間',
    refresh: '精度 ライブ 更新',
  },
  delivering: {
    way: '貼り付け 入力 コピー クリップボード 出力',
    overlay: 'ウィンドウ ポップアップ 前面 表示',
    rules: 'アプリ ターミナル 例外 プログラム',
  },
  writing: {
    format: '数字 大文字 小文字 書式',
    marks: '句読点 読点 句点 疑問符',
    commands: '改行 段落 句読点 記号 括弧 コマンド',
    replacements: '置換 定型文 短縮 辞書登録 自動修正',
  },
  words: {
    title: '辞書 単語 語彙 名前 専門用語 登録 学習',
  },
  keeping: {
    keep: '履歴 保存 プライバシー 記録',
    text: '履歴 削除 期間 プライバシー',
    sound: '履歴 音声 録音 削除 期間 容量',
  },
  models: {
    title: 'ダウンロード 取り込み 追加 削除 インストール エンジン',
  },
  latency: {
    title: '速度 遅延 遅い 速い 反応',
  },
  machine: {
    backend: 'gpu cpu グラフィック 処理 性能 高速化 速度 バックエンド webgpu',
    selfTest: '速度 測定 性能 gpu cpu 遅い 診断 ベンチマーク',
  },
  application: {
    theme: 'ダーク ライト 夜 色 外観 モード 暗い 明るい',
    language: '表示 翻訳 日本語 英語 インターフェース',
  },
  system: {
    startAtLogin: '自動起動 スタートアップ 起動 ログイン',
    sounds: '音 効果音 通知 ビープ 消音',
    idle: 'メモリ 解放 省電力',
    watch: 'フォルダー 自動 監視 一括',
    askDaily: 'アップデート 更新 バージョン 新しい',
  },
  about: {
    title: 'バージョン ライセンス ヘルプ 使い方 紹介',
  },
};
