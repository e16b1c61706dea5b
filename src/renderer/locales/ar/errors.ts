import type { Group } from '../messages';
import type { Forms } from './forms';

export const errors: Group<'errors', Forms> = {
  'model-not-found': { message: 'نموذج أو أحد ملفاته غير موجود.', remedy: 'اختر نموذجًا آخر، أو ثبّت هذا النموذج من جديد.' },
  'model-invalid': { message: 'لا يمكن استخدام أحد النماذج.', remedy: 'اختر نموذجًا آخر، أو ثبّت هذا النموذج من جديد.' },
  'backend-unavailable': {
    message: 'لا يمكن حساب الكلام هنا بالطريقة المختارة.',
    remedy: 'اترك الاختيار لـ Utter، أو حدّث برنامج تشغيل بطاقة الرسوم.',
  },
  'audio-undecodable': { message: 'لا يمكن قراءة أحد التسجيلات.', remedy: 'حوّله إلى WAV أو FLAC أو MP3، أو سجّله من جديد.' },
  'audio-empty': { message: 'لا صوت في أحد التسجيلات.', remedy: 'اختر مسارًا آخر، أو سجّله من جديد.' },
  'audio-invalid': { message: 'صوت التسجيل أو الميكروفون تالف.', remedy: 'سجّل من جديد.' },
  'device-lost': { message: 'توقف ما يحسب الكلام.', remedy: 'حاول من جديد؛ يستخدم Utter غيره إن وُجد.' },
  'microphone-denied': {
    message: 'لا يُسمح لـ Utter باستخدام الميكروفون.',
    remedy: 'اسمح بذلك في المتصفح أو النظام، ثم ابدأ من جديد.',
  },
  'microphone-missing': { message: 'لا يمكن استخدام أي ميكروفون.', remedy: 'وصّل ميكروفونًا، ثم ابدأ من جديد.' },
  'microphone-lost': { message: 'فُصل الميكروفون.', remedy: 'وصّله من جديد؛ ما قلته حتى ذلك الحين محفوظ.' },
  'manifest-invalid': { message: 'وصف أحد النماذج غير صالح.', remedy: 'اختر نموذجًا آخر، أو ثبّت هذا النموذج من جديد.' },
  'words-invalid': { message: 'لا يمكن استخدام بعض كلماتك.', remedy: 'صحّحها في الإعدادات.' },
  'text-invalid': { message: 'أحد إعدادات النص المكتوب غير صالح.', remedy: 'صحّحه في الإعدادات.' },
  'file-unwritable': { message: 'تعذرت كتابة ملف.', remedy: 'أفسح مساحة، أو اختر مكانًا آخر.' },
  'download-failed': { message: 'فشل التنزيل.', remedy: 'حاول لاحقًا؛ ما وصل محفوظ.' },
  'history-unavailable': { message: 'لا يمكن قراءة السجل أو كتابته.', remedy: 'أفسح مساحة، أو اسمح لـ Utter بتخزين البيانات.' },
  internal: { message: 'حدث خطأ غير متوقع.', remedy: 'حاول من جديد. إن تكرر، فأبلغ عنه مع هذه الرسالة.' },
};

export const errorDetail: Group<'errorDetail', Forms> = { exact: 'النص الكامل: «{{detail}}»' };
