import type { Group } from '../messages';
import type { Forms } from './forms';

export const style: Group<'style', Forms> = {
  title: 'الأسلوب',
  preview: 'كل ذلك معًا:',
  clock: 'أوقات اليوم',
  dates: 'التواريخ',
  smallNumbers: 'الأعداد دون العشرة',
  ordinals: 'من الأول إلى التاسع',
  units: 'وحدات القياس',
  separators: 'الآلاف والكسور العشرية',
  currency: 'رمز العملة',
  spelling: 'الإملاء',
  fillers: 'الحشو والبدايات المتعثرة',
  lastStop: 'نهاية رسالة قصيرة',
  letterCase: 'الأحرف الكبيرة',
  gap: 'بين الجمل',
  gaps: { space: 'مسافة واحدة', 'two-spaces': 'مسافتان', line: 'سطر جديد' },
};
