import type { Group } from '../messages';
import type { Forms } from './forms';

export const remarks: Group<'remarks', Forms> = {
  cancelled: 'أُلغي. ما قلته محفوظ هنا ولم يُلصَق.',
  interrupted: 'قُطع الإملاء. كلماتك محفوظة هنا.',
  lateText: 'في السجل نص أفضل لما قلته.',
  noWords: 'لم يُتعرَّف على أي كلمة.',
  pasted: 'أُلصق النص في التطبيق الذي كنت تستخدمه.',
  typed: 'كُتب النص في التطبيق الذي كنت تستخدمه.',
  copied: 'نُسخ النص.',
  copiedBecause: 'نُسخ النص. {{reason}}',
  saved: 'حُفظ باسم {{name}}.',
  newerVersion: 'صدر Utter {{version}}: انظر الإعدادات.',
  smallerModel: '«{{model}}» أبطأ مما ينبغي على هذا الجهاز: يُستخدَم «{{small}}».',
};

export const edits: Group<'edits', Forms> = {
  stopped: 'توقّف الإملاء.',
  tookBack: 'حُذف «{{words}}». قل «Undo that» لإعادته.',
  undone: 'تم التراجع: «{{words}}». قل «Redo that» لإعادة ذلك.',
  doneAgain: 'أُعيد: «{{words}}».',
  selected: 'حُدِّد «{{words}}»: ما تقوله الآن يحل محله.',
  nothing: {
    scratch: 'لا يوجد ما يُحذف.',
    'delete-last-word': 'لا توجد كلمة لحذفها.',
    undo: 'لا يوجد ما يمكن التراجع عنه.',
    redo: 'لا يوجد ما يُعاد.',
    'select-last-word': 'لا توجد كلمة لتحديدها.',
    correct: 'لا يوجد ما يُصحَّح.',
  },
};

export const failures: Group<'failures', Forms> = {
  notDelivered: 'لم يصل النص. {{reason}}',
  notDeliveredRemedy: 'نصك محفوظ في صفحة الإملاء: انسخه من هناك.',
  noModel: 'لا يوجد نموذج مثبَّت.',
  noModelRemedy: 'ضع مجلد نموذج في resources/models، أو ثبِّت Utter من جديد.',
  usedOn: '{{reason}} يستمر استخدام «{{model}}».',
  noWords: 'لا كلمات لهذا النموذج في «{{name}}».',
  noWordsRemedy: 'يبقى النص كما كان.',
  notStarted: 'تعذّر تشغيله',
  recogniserStopped: 'توقّف التعرّف على الكلام: {{reason}}.',
  recogniserStoppedRemedy: 'اختر النموذج من جديد لإعادة تشغيله. وإن تكرر ذلك فأبلغنا بهذه الرسالة من فضلك.',
  journalStopped: 'توقّفت اليومية: {{reason}}.',
  journalStoppedRemedy: 'أعد تحميل الصفحة. وحتى ذلك الحين لا يُحفظ ما تقوله إن حدث عطل.',
  insecurePage: 'لا يُسمح لهذه الصفحة باستخدام الميكروفون لأنها لم تُفتح من عنوان آمن.',
  insecurePageRemedy: 'افتح Utter من localhost أو عبر https.',
  microphoneLost: 'فُصل الميكروفون «{{name}}» وأنت تتكلم.',
  microphoneLostRemedy: 'ما قلته حتى ذلك الحين محفوظ. صِله من جديد أو اختر غيره، ثم تابع.',
  microphoneDenied: 'لا يُسمح لـ Utter باستخدام الميكروفون.',
  microphoneDeniedRemedy: 'اسمح بذلك في شريط العنوان أو في إعدادات الخصوصية في نظامك، ثم ابدأ من جديد.',
  microphoneGone: 'الميكروفون الذي اخترته غير متصل.',
  microphoneGoneRemedy: 'صِله، أو اختر غيره في الإعدادات.',
  noMicrophone: 'لم يُعثر على ميكروفون.',
  noMicrophoneRemedy: 'صِل ميكروفونًا، ثم ابدأ من جديد. ويمكن تفريغ التسجيلات من دونه.',
  microphoneNotOpened: 'تعذّر فتح الميكروفون: {{reason}}.',
  microphoneNotOpenedRemedy: 'ربما يستخدمه تطبيق آخر: أغلقه، ثم ابدأ من جديد.',
  microphoneInUse: 'الميكروفون قيد الاستخدام.',
  microphoneInUseRemedy: 'أنهِ الإملاء أولًا.',
  otherListens: 'يستمع «{{name}}» بدلًا منه. {{remedy}}',
  folderNotWatched: 'تتعذّر مراقبة المجلد {{folder}}: {{reason}}.',
  folderNotWatchedRemedy: 'يُبحث عنه من جديد كل دقيقة، أو اختر مجلدًا آخر في «الإعدادات».',
};
