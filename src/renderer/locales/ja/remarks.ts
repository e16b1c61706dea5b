import type { Group } from '../messages';
import type { Forms } from './forms';

export const remarks: Group<'remarks', Forms> = {
  cancelled: '中止しました。話した内容はここに残り、貼り付けられていません。',
  interrupted: '中断されました。話した内容はここに残っています。',
  lateText: 'より正確なテキストが履歴に入りました。',
  noWords: '言葉を認識できませんでした。',
  pasted: '使っていたアプリに貼り付けました。',
  typed: '使っていたアプリに入力しました。',
  copied: 'コピーしました。',
  copiedBecause: 'コピーしました。{{reason}}',
  saved: '{{name}}として保存しました。',
  newerVersion: 'Utter {{version}}が出ています。設定をご覧ください。',
  smallerModel: '「{{model}}」はこのコンピューターでは遅すぎるため、「{{small}}」を使います。',
};

export const edits: Group<'edits', Forms> = {
  stopped: '停止しました。',
  tookBack: '「{{words}}」を取り消しました。“Undo that”と言えば元に戻ります。',
  undone: '元に戻しました: 「{{words}}」。“Redo that”と言えばやり直せます。',
  doneAgain: 'やり直しました: 「{{words}}」。',
  selected: '「{{words}}」を選択しました。次に話す言葉に置き換わります。',
  nothing: {
    scratch: '取り消すものがありません。',
    'delete-last-word': '削除する言葉がありません。',
    undo: '元に戻すものがありません。',
    redo: 'やり直すものがありません。',
    'select-last-word': '選択する言葉がありません。',
    correct: '訂正するものがありません。',
  },
};

export const failures: Group<'failures', Forms> = {
  notDelivered: 'テキストを送れませんでした。{{reason}}',
  notDeliveredRemedy: 'テキストは音声入力のページに残っています。そこからコピーしてください。',
  noModel: 'モデルがインストールされていません。',
  noModelRemedy: 'モデルのフォルダーをresources/modelsに置くか、Utterを再インストールしてください。',
  usedOn: '{{reason}} 引き続き「{{model}}」を使います。',
  noWords: 'このモデルでは「{{name}}」から言葉を認識できませんでした。',
  noWordsRemedy: 'テキストは元のままです。',
  notStarted: '起動できませんでした',
  recogniserStopped: '音声認識が停止しました: {{reason}}。',
  recogniserStoppedRemedy: 'モデルを選び直すと再起動します。繰り返し起きる場合は、このメッセージを添えてお知らせください。',
  journalStopped: '記録が停止しました: {{reason}}。',
  journalStoppedRemedy: 'ページを再読み込みしてください。それまでは、異常終了すると話した内容が失われます。',
  insecurePage: 'このページは安全なアドレスから開かれていないため、マイクを使えません。',
  insecurePageRemedy: 'localhostまたはhttpsでUtterを開いてください。',
  microphoneLost: '話している間にマイク「{{name}}」が外れました。',
  microphoneLostRemedy: 'それまでに話した内容は残っています。つなぎ直すか別のマイクを選んで、続けてください。',
  microphoneDenied: 'Utterにはマイクの使用が許可されていません。',
  microphoneDeniedRemedy: 'アドレスバーまたはシステムのプライバシー設定で許可してから、もう一度開始してください。',
  microphoneGone: '選択したマイクがつながっていません。',
  microphoneGoneRemedy: 'マイクをつなぐか、設定で別のマイクを選んでください。',
  noMicrophone: 'マイクが見つかりません。',
  noMicrophoneRemedy: 'マイクをつないでから、もう一度開始してください。録音の文字起こしはマイクなしでもできます。',
  microphoneNotOpened: 'マイクを開けませんでした: {{reason}}。',
  microphoneNotOpenedRemedy: '別のアプリが使っているかもしれません。そのアプリを閉じてから、もう一度開始してください。',
  microphoneInUse: 'マイクは使用中です。',
  microphoneInUseRemedy: '先に音声入力を終えてください。',
  otherListens: '代わりに「{{name}}」で聞いています。{{remedy}}',
  folderNotWatched: 'フォルダー{{folder}}を監視できません: {{reason}}。',
  folderNotWatchedRemedy: '1分ごとに再び探します。または「設定」で別のフォルダーを選んでください。',
};
