import type { UiLanguage } from '../core/ui-language';
import type { DictationPhase } from '../platform/platform';

/** What main says itself: in the tray, and in the overlay of what became of the text. Reasons stay as they are. */
export interface Messages {
  /** What the tray tells of each. */
  readonly phases: Readonly<Record<DictationPhase, string>>;
  readonly start: string;
  readonly stop: string;
  readonly pasteAgain: string;
  readonly showWindow: string;
  readonly quit: string;
  readonly pasted: string;
  readonly typed: string;
  /** Dictation ended by itself, and nobody said why. */
  readonly ended: string;
  copied(reason: string): string;
  notDelivered(reason: string): string;
}

export const messages: Readonly<Record<UiLanguage, Messages>> = {
  en: {
    phases: {
      idle: 'Utter',
      starting: 'Utter is starting the microphone',
      listening: 'Utter is listening',
      finishing: 'Utter is finishing the text',
      error: 'Utter could not dictate: open the window to see why',
    },
    start: 'Start dictation',
    stop: 'Stop dictation',
    pasteAgain: 'Paste the last text again',
    showWindow: 'Show Utter',
    quit: 'Quit Utter',
    pasted: 'Pasted',
    typed: 'Typed',
    ended: 'Dictation ended. Open Utter’s window to see why.',
    copied: (reason) => `Copied. ${reason}`,
    notDelivered: (reason) => `Not delivered. ${reason}`,
  },
  de: {
    phases: {
      idle: 'Utter',
      starting: 'Utter öffnet das Mikrofon',
      listening: 'Utter hört zu',
      finishing: 'Utter schreibt den Text zu Ende',
      error: 'Utter konnte nicht diktieren: Das Fenster sagt, warum',
    },
    start: 'Diktat beginnen',
    stop: 'Diktat beenden',
    pasteAgain: 'Letzten Text noch einmal einfügen',
    showWindow: 'Utter zeigen',
    quit: 'Utter beenden',
    pasted: 'Eingefügt',
    typed: 'Getippt',
    ended: 'Das Diktat ist zu Ende. Das Fenster von Utter sagt, warum.',
    copied: (reason) => `Kopiert. ${reason}`,
    notDelivered: (reason) => `Nicht angekommen. ${reason}`,
  },
  ar: {
    phases: {
      idle: 'Utter',
      starting: 'يفتح Utter الميكروفون',
      listening: 'Utter يستمع',
      finishing: 'يُنهي Utter كتابة النص',
      error: 'تعذّر الإملاء: افتح نافذة Utter لمعرفة السبب',
    },
    start: 'ابدأ الإملاء',
    stop: 'أوقف الإملاء',
    pasteAgain: 'ألصق آخر نص من جديد',
    showWindow: 'إظهار Utter',
    quit: 'إنهاء Utter',
    pasted: 'أُلصق',
    typed: 'كُتب',
    ended: 'انتهى الإملاء. افتح نافذة Utter لمعرفة السبب.',
    copied: (reason) => `نُسخ النص. \u2068${reason}\u2069`,
    notDelivered: (reason) => `لم يصل النص. \u2068${reason}\u2069`,
  },
  ja: {
    phases: {
      idle: 'Utter',
      starting: 'Utterがマイクを開いています',
      listening: 'Utterが聞いています',
      finishing: 'Utterがテキストを書き終えています',
      error: '音声入力ができませんでした。理由はUtterのウィンドウをご覧ください',
    },
    start: '音声入力を開始',
    stop: '音声入力を停止',
    pasteAgain: '最後のテキストをもう一度貼り付ける',
    showWindow: 'Utterを表示',
    quit: 'Utterを終了',
    pasted: '貼り付けました',
    typed: '入力しました',
    ended: '音声入力が終わりました。理由はUtterのウィンドウをご覧ください。',
    copied: (reason) => `コピーしました。${reason}`,
    notDelivered: (reason) => `送れませんでした。${reason}`,
  },
};
