import type { Group } from '../messages';
import type { Forms } from './forms';

export const alert: Group<'alert', Forms> = {
  tryAgain: 'أعد المحاولة',
  dismiss: 'إخفاء',
};

export const dock: Group<'dock', Forms> = {
  start: 'ابدأ الإملاء',
  stop: 'أوقف الإملاء',
  level: 'مستوى الميكروفون',
  drop: 'أفلِت الملفات لتفريغها',
};

export const header: Group<'header', Forms> = {
  model: 'النموذج المباشر',
  noModel: 'لا يوجد',
  backend: 'المحرّك',
  automatic: 'تلقائي',
  automaticBackend: 'تلقائي: {{backend}}',
  automaticModel: 'تلقائي: {{model}}',
  failedBackend: '{{backend}} (تعذّر)',
  final: 'النص النهائي',
  spoken: 'لغة الكلام',
  history: 'السجل',
  settings: 'الإعدادات',
};

export const page: Group<'page', Forms> = {
  dictation: 'الإملاء',
  copy: 'نسخ',
  export: 'تصدير',
  format: 'الصيغة',
  clear: 'مسح',
  transcript: 'التفريغ النصي',
  finished: 'النص المكتمل',
  motto: 'قُلها، فتُكتب.',
  invitation: 'اضغط <key>مفتاح المسافة</key> وتكلّم، واضغطه مرة أخرى حين تنتهي.',
  atPauses: 'أستمع. يظهر النص عند كل وقفة.',
  anywhere: 'ويفعل <key>{{key}}</key> الشيء نفسه من أي تطبيق.',
  orDrop: 'أو أفلِت التسجيلات في أي مكان من هذه النافذة.',
  reading: 'جارٍ الاستماع إلى التسجيل…',
  noWords: 'لم يُتعرَّف على أي كلمة في هذا التسجيل.',
};

export const formats: Group<'formats', Forms> = {
  txt: 'نص',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
};

export const rail: Group<'rail', Forms> = {
  texts: 'النصوص',
  add: 'إضافة تسجيلات',
  resume: 'متابعة',
  resumeName: 'متابعة {{name}}',
  cancelName: 'إلغاء {{name}}',
  waiting: 'في الانتظار',
  doneOf: '{{done}} من {{total}}',
  cancelledAt: 'أُلغي عند {{time}}',
  failed: 'تعذّر',
};

export const recovery: Group<'recovery', Forms> = {
  title: 'الاستعادة',
  play: 'تشغيل',
  pause: 'إيقاف مؤقت',
  all: 'استعادة الكل',
  recovering: 'جارٍ الاستعادة… {{time}}',
  recover: 'استعادة',
  discard: 'تجاهل',
  texts_zero: 'لم ينقطع أي نص حين أُغلق Utter آخر مرة.',
  texts_one: 'انقطع نص واحد حين أُغلق Utter آخر مرة.',
  texts_two: 'انقطع نصّان حين أُغلق Utter آخر مرة.',
  texts_few: 'انقطعت {{count}} نصوص حين أُغلق Utter آخر مرة.',
  texts_many: 'انقطع {{count}} نصًّا حين أُغلق Utter آخر مرة.',
  texts_other: 'انقطع {{count}} نص حين أُغلق Utter آخر مرة.',
  recording: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة.',
  recordingWords_zero: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة (بلا كلمات).',
  recordingWords_one: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة (كلمة واحدة).',
  recordingWords_two: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة (كلمتان).',
  recordingWords_few: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة ({{count}} كلمات).',
  recordingWords_many: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة ({{count}} كلمة).',
  recordingWords_other: 'انقطع تفريغ {{name}} حين أُغلق Utter آخر مرة ({{count}} كلمة).',
  dictation: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة.',
  dictationWords_zero: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة (بلا كلمات).',
  dictationWords_one: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة (كلمة واحدة).',
  dictationWords_two: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة (كلمتان).',
  dictationWords_few: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة ({{count}} كلمات).',
  dictationWords_many: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة ({{count}} كلمة).',
  dictationWords_other: 'انقطع إملاء مدته {{time}} حين أُغلق Utter آخر مرة ({{count}} كلمة).',
};

export const status: Group<'status', Forms> = {
  opening: 'جارٍ فتح الميكروفون…',
  listening: 'أستمع…',
  listeningTo: 'أستمع إلى {{microphone}}',
  modelLoading: 'ما زال النموذج يُحمَّل، وكلماتك محفوظة',
  writing: 'جارٍ كتابة الكلمات الأخيرة…',
  refining: 'جارٍ الاستماع مرة أخرى إلى الكلمات الأخيرة…',
  atPauses: 'يظهر النص عند كل وقفة',
  finalBoth: 'النص النهائي بالنموذجين معًا',
  finalSmall: 'النص النهائي بالنموذج الصغير',
  finalLarge: 'النص النهائي بالنموذج الدقيق',
  finalSpeed: '10 ث من الكلام في {{seconds}} ث',
  finalNone: 'الكلمات المباشرة فقط: هذا الجهاز أبطأ من أن يفعل أكثر',
  finalLoading: 'جارٍ تحميل نماذج النص النهائي · {{percent}} %',
  finalFailed: 'الكلمات المباشرة فقط: توقفت نماذج النص النهائي',
  finalChosen: 'الكلمات المباشرة فقط، كما اخترت',
  finalBattery: 'الكلمات المباشرة فقط أثناء العمل بالبطارية',
  starting: 'جارٍ البدء…',
  loading: 'جارٍ تحميل {{model}} · {{percent}} %',
  resting: '{{model}} في حالة راحة ويُحمَّل من جديد عندما تتكلم · لا شيء يغادر هذا الجهاز',
  noModel: 'لا يوجد نموذج محمَّل.',
  speed: '{{ms}} مللي ثانية لكل مقطع من {{chunkMs}} مللي ثانية',
  nothingLeaves: 'لا شيء يغادر هذا الجهاز',
  overlayTitle: 'Utter يستمع',
};

export const selfTest: Group<'selfTest', Forms> = {
  title: 'الفحص الذاتي',
  backend: 'المحرّك',
  chunk: 'المقطع',
  rtf: 'معامل الزمن الحقيقي',
  result: 'النتيجة',
  smallerModel:
    'يحتاج «{{model}}» على هذا الجهاز إلى {{ms}} مللي ثانية لكل {{chunkMs}} مللي ثانية من الكلام، وهذا أبطأ من أن يواكبك وأنت تتكلم، ولذلك يُستخدَم «{{small}}». يمكنك اختيار نموذج آخر في «النموذج المباشر».',
  ms: '{{ms}} مللي ثانية',
  correct: 'صحيح',
  inUse: 'صحيح، وهو المستخدَم',
  finalTitle: 'نماذج النص النهائي',
  model: 'النموذج',
  for10s: '10 ث من الكلام',
  load: 'التحميل',
  size: 'الحجم',
  memory: 'تشغل صفحة Utter الآن {{size}} من الذاكرة.',
  seconds: '{{seconds}} ث',
  used: 'مستخدَم',
  unused: 'غير مستخدَم',
  threads_zero: 'بلا خيوط معالجة',
  threads_one: 'خيط معالجة واحد',
  threads_two: 'خيطا معالجة',
  threads_few: '{{count}} خيوط معالجة',
  threads_many: '{{count}} خيط معالجة',
  threads_other: '{{count}} خيط معالجة',
};

export const trouble: Group<'trouble', Forms> = {
  silent: 'لا يُسمع شيء من «{{microphone}}». هل هو مكتوم، أم أنك تقصد غيره؟',
  quiet: 'صوت «{{microphone}}» خافت جدًا. تكلّم أقرب إليه، أو ارفع مستوى إدخاله في إعدادات الصوت في النظام.',
  clipping: 'صوت «{{microphone}}» عالٍ جدًا ومشوّه. اخفض مستوى إدخاله في إعدادات الصوت في النظام.',
  muted: 'كتم النظامُ أو مفتاحُ الجهاز صوتَ «{{microphone}}».',
  stalled: 'توقّف صوت النظام. يحاول Utter تشغيله من جديد.',
  away: '«{{microphone}}» مفصول أو يستخدمه برنامج آخر. يتابع Utter عند عودته.',
};
