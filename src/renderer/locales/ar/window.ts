import type { Group } from '../messages';
import type { Forms } from './forms';

export const alert: Group<'alert', Forms> = {
  tryAgain: 'أعد المحاولة',
  automatic: 'اختيار تلقائي',
  dismiss: 'إخفاء',
};

export const dock: Group<'dock', Forms> = {
  start: 'ابدأ الإملاء',
  stop: 'أوقف الإملاء',
  level: 'مستوى الميكروفون',
  drop: 'أفلِت الملفات لتفريغها',
  discard: 'تجاهل',
  discardNote: 'ينهي الإملاء ويزيل نصه من الصفحة',
};

export const header: Group<'header', Forms> = {
  model: 'النموذج المباشر',
  noModel: 'لا يوجد',
  backend: 'المحرّك',
  automatic: 'تلقائي',
  automaticBackend: 'تلقائي: {{backend}}',
  graphicsCard: 'بطاقة الرسوم',
  processor: 'المعالج',
  automaticModel: 'تلقائي: {{model}}',
  failedBackend: '{{backend}} (تعذّر)',
  final: 'النص النهائي',
  spoken: 'لغة الكلام',
  history: 'السجل',
  settings: 'الإعدادات',
};

export const backends: Group<'backends', Forms> = {
  webgpu: 'بطاقة الرسوم (WebGPU)',
  webgl: 'بطاقة الرسوم (WebGL)',
  wasm: 'المعالج (WebAssembly)',
  cpu: 'المعالج (JavaScript)',
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
  edit: 'تحرير',
  save: 'حفظ',
  editor: 'نص {{name}}',
  waitsForModel: 'ينتظر هذا التسجيل حتى يُحمَّل نموذج.',
  waitsForSpeech: 'ينتظر هذا التسجيل حتى تنتهي من الكلام.',
  waitsForOthers_zero: 'لا ينتظر هذا التسجيل غيره.',
  waitsForOthers_one: 'ينتظر هذا التسجيل الذي قبله.',
  waitsForOthers_two: 'ينتظر هذا التسجيل تسجيلين قبله.',
  waitsForOthers_few: 'ينتظر هذا التسجيل {{count}} تسجيلات قبله.',
  waitsForOthers_many: 'ينتظر هذا التسجيل {{count}} تسجيلًا قبله.',
  waitsForOthers_other: 'ينتظر هذا التسجيل {{count}} تسجيل قبله.',
};

export const formats: Group<'formats', Forms> = {
  txt: 'نص',
  md: 'Markdown',
  docx: 'Word',
  srt: 'SubRip',
  vtt: 'WebVTT',
  json: 'JSON',
};

export const undo: Group<'undo', Forms> = {
  edit: 'تراجع عن التحرير',
  discard: 'تراجع عن التجاهل',
  clear: 'تراجع عن المسح',
};

export const sound: Group<'sound', Forms> = {
  track: 'المسار {{number}}',
  channel: 'القناة {{number}}',
  tracks_zero: 'لا مسارات صوتية في هذا الملف.',
  tracks_one: 'في هذا الملف مسار صوتي واحد.',
  tracks_two: 'في هذا الملف مساران صوتيان.',
  tracks_few: 'في هذا الملف {{count}} مسارات صوتية.',
  tracks_many: 'في هذا الملف {{count}} مسارًا صوتيًا.',
  tracks_other: 'في هذا الملف {{count}} مسار صوتي.',
  channels_zero: 'لا قنوات في الصوت.',
  channels_one: 'للصوت قناة واحدة.',
  channels_two: 'للصوت قناتان.',
  channels_few: 'للصوت {{count}} قنوات.',
  channels_many: 'للصوت {{count}} قناة.',
  channels_other: 'للصوت {{count}} قناة.',
  hearAgain: 'استماع من جديد',
  choice: 'ما يُستمع إليه',
  eachChannel: 'كل قناة على حدة',
  trackChoice: 'المسار الصوتي {{number}}',
  channelChoice: 'القناة {{number}}',
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
  all: 'كل التسجيلات',
  cancelAll: 'إلغاء الكل',
  exportAll: 'تصدير الكل',
  formatOfAll: 'صيغة الكل',
  clearEnded: 'مسح المنتهية',
  width: 'عرض قائمة النصوص',
  archive: 'تسجيلات Utter',
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
  nothingLeaves: 'لا شيء يغادر هذا الجهاز',
  overlayTitle: 'Utter يستمع',
};

export const speed: Group<'speed', Forms> = {
  fast: 'الكلمات المباشرة سريعة هنا',
  enough: 'الكلمات المباشرة سريعة بما يكفي هنا',
  barely: 'الكلمات المباشرة تلاحق بصعوبة هنا',
  slow: 'الكلمات المباشرة بطيئة هنا',
};

export const verdicts: Group<'verdicts', Forms> = {
  fast: 'الكلمات المباشرة سريعة هنا: تظهر أثناء كلامك.',
  enough: 'الكلمات المباشرة سريعة بما يكفي هنا.',
  barely: 'الكلمات المباشرة تلاحق كلامك بصعوبة هنا.',
  slow: 'الكلمات المباشرة بطيئة جدًا هنا، لكن التسجيلات والنص النهائي يعملان.',
};

export const selfTest: Group<'selfTest', Forms> = {
  title: 'الفحص الذاتي',
  backend: 'يُحسب على',
  chunk: 'لمقطع من الكلام',
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
  computedOn: 'يُحسب الكلام على: {{backend}}.',
  figures: 'الأرقام',
  chunkTime: '{{ms}} م.ث لكل {{chunkMs}} م.ث',
  forOneSecond: 'لكل ثانية من الكلام',
};

export const trouble: Group<'trouble', Forms> = {
  silent: 'لا يُسمع شيء من «{{microphone}}». هل هو مكتوم، أم أنك تقصد غيره؟',
  quiet: 'صوت «{{microphone}}» خافت جدًا. تكلّم أقرب إليه، أو ارفع مستوى إدخاله في إعدادات الصوت في النظام.',
  clipping: 'صوت «{{microphone}}» عالٍ جدًا ومشوّه. اخفض مستوى إدخاله في إعدادات الصوت في النظام.',
  muted: 'كتم النظامُ أو مفتاحُ الجهاز صوتَ «{{microphone}}».',
  stalled: 'توقّف صوت النظام. يحاول Utter تشغيله من جديد.',
  away: '«{{microphone}}» مفصول أو يستخدمه برنامج آخر. يتابع Utter عند عودته.',
};
