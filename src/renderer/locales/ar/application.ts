import type { Group } from '../messages';
import type { Forms } from './forms';

export const system: Group<'system', Forms> = {
  startAtLogin: 'التشغيل عند تسجيل الدخول',
  sounds: 'صوت عند بدء الإملاء وانتهائه',
  idle: 'تحرير ذاكرة النموذج',
  idleMinutes_zero: 'بعد {{count}} دقيقة',
  idleMinutes_one: 'بعد دقيقة واحدة',
  idleMinutes_two: 'بعد دقيقتين',
  idleMinutes_few: 'بعد {{count}} دقائق',
  idleMinutes_many: 'بعد {{count}} دقيقة',
  idleMinutes_other: 'بعد {{count}} دقيقة',
  halfHour: 'بعد نصف ساعة',
  twoHours: 'بعد ساعتين',
  never: 'أبدًا',
  watch: 'تفريغ التسجيلات الجديدة في مجلد',
  choose: 'اختيار مجلد',
  another: 'مجلد آخر',
  stop: 'إيقاف المراقبة',
  watching: '<folder>{{folder}}</folder>: تُكتب النصوص بجانب التسجيلات.',
  notWatched: 'تتعذّر مراقبة <folder>{{folder}}</folder>: {{reason}}.',
  askDaily: 'السؤال مرة في اليوم عن إصدار أحدث، وليس أثناء الإملاء أبدًا',
  newerVersion: 'إصدار أحدث',
  newer: 'صدر Utter {{version}}.',
  current: 'هذا أحدث إصدار.',
  openPage: 'فتح صفحته',
  askNow: 'السؤال الآن',
};

export const about: Group<'about', Forms> = {
  title: 'حول Utter، الدليل، التراخيص',
  showGuide: 'عرض الدليل',
  licencesOf: 'تراخيص مكوّنات Utter',
  licences: 'التراخيص',
  reading: 'جارٍ القراءة…',
  notRead: 'تعذّرت قراءة {{file}}: {{reason}}. ثبّت Utter من جديد.',
};

export const trial: Group<'trial', Forms> = {
  level: 'مستوى الدخل',
  end: 'إنهاء الاختبار',
  record: 'تسجيل {{seconds}} ث وتشغيلها',
  hearing: '«{{microphone}}» مسموع. تكلّم: الشريط يتبع صوتك.',
  recording: 'جارٍ التسجيل: قل شيئًا.',
  playing: 'هذا ما يسمعه Utter.',
};

export const guide: Group<'guide', Forms> = {
  count: 'مرحبًا بك في Utter · {{step}} من {{steps}}',
  skip: 'تخطي الدليل',
  back: 'السابق',
  next: 'التالي',
  done: 'تم',
  language: 'لغتك',
  whichLanguage: 'بأي لغة تُملي؟ يمكن إضافة لغات أخرى لاحقًا من الإعدادات.',
  microphone: 'الميكروفون',
  hotkey: 'المفتاح',
  tryIt: 'جرّبه',
  listens: 'لا يستمع Utter إلا أثناء الإملاء، وما تقوله يبقى على هذا الحاسوب. يطلب الاختبار الأول الإذن باستخدام الميكروفون.',
  tap: 'اضغط هذا المفتاح في أي تطبيق لتبدأ، واضغطه ثانيةً لتنتهي، أو أبقه مضغوطًا ما دمت تتكلم. يصل النص إلى موضع المؤشر.',
  allow:
    'لا يسمح macOS لبرنامج Utter بالكتابة في التطبيقات الأخرى، ولا بمعرفة متى تترك المفتاح، إلا بعد أن تسمح بذلك في إعدادات النظام › الخصوصية والأمن › تسهيلات الاستخدام. ومن دون ذلك تجد نصك في الحافظة بعد كل إملاء.',
  allowed: 'سمحت بذلك: تحقّق من جديد',
  press: 'اضغط الزر وقل جملة ثم اضغط مرة أخرى.',
  pressOr: 'اضغط الزر أو {{key}} وقل جملة ثم اضغط مرة أخرى.',
  loading: 'ما زال النموذج يُحمَّل، وما تقوله في هذه الأثناء محفوظ.',
  said: 'ما قلته',
  speak: 'تكلّم',
  stop: 'إيقاف',
};
