import type { Group } from '../messages';
import type { Forms } from './forms';

export const finalText: Group<'finalText', Forms> = {
  tier: 'النص النهائي',
  automatic: 'تلقائي',
  automaticBoth: 'تلقائي: الأفضل',
  automaticSmall: 'تلقائي: سريع',
  automaticNone: 'تلقائي: الكلمات المباشرة',
  both: 'أفضل نص: النموذجان معًا',
  small: 'سريع: النموذج الصغير',
  none: 'الكلمات المباشرة فقط',
  note: 'يُستمع إلى ما تقوله مرة أخرى عند كل وقفة بنماذج أدق مما يمكن للكلمات المباشرة، ونصُّها هو الذي يُوصَل.',
  noModels: 'لا يوجد نموذج مثبَّت لذلك؛ فالكلمات المباشرة هي النص.',
  model: 'النموذج الدقيق',
  onBattery: 'أثناء العمل بالبطارية أيضًا',
  wait: 'مدة انتظار إيصال النص له',
  noWait: 'بلا انتظار',
  refresh: 'كلمات أدق أثناء الكلام',
  refreshAuto: 'إذا كان الجهاز سريعًا بما يكفي',
  refreshOn: 'دائمًا',
  refreshOff: 'أبدًا',
};

export const languages: Group<'languages', Forms> = {
  title: 'اللغات التي تتكلمها',
  language: 'اللغة',
  default: 'الافتراضية',
  makeDefault: 'جعل {{language}} اللغة الافتراضية',
  use: 'استخدامها أولًا',
  add: 'إضافة لغة',
  choose: 'اختر…',
  remove: 'إزالة {{language}}',
  removeShort: 'إزالة',
  automatic: 'التعرّف على اللغة تلقائيًا من بين هذه',
  automaticShort: 'تلقائي',
  live: 'تظهر الكلمات أثناء كلامك.',
  atPauses: 'لا تظهر كلمات أثناء الكلام: يأتي النص عند كل وقفة.',
  unheard: 'لا يفهم هذه اللغة أي نموذج مستخدَم.',
  weak: 'يخطئ النموذج المرفق مع Utter في نحو {{percent}} % من كلماتها، والنماذج الأكبر أدق.',
  rate: 'نحو {{percent}} % من الكلمات خاطئة.',
};
