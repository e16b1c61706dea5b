/** Months, weekdays and the words of clock times. */

export const months = {
  january: 'January',
  february: 'February',
  march: 'March',
  april: 'April',
  may: 'May',
  june: 'June',
  july: 'July',
  august: 'August',
  september: 'September',
  october: 'October',
  november: 'November',
  december: 'December',
} as const;

/** Months whose names are nothing else. */
export const plainMonths = {
  january: 'January',
  february: 'February',
  april: 'April',
  june: 'June',
  july: 'July',
  august: 'August',
  september: 'September',
  october: 'October',
  november: 'November',
  december: 'December',
} as const;

/** Months whose names are also other words: "you may first try". */
export const ambiguousMonths = { march: 'March', may: 'May' } as const;

export const weekdays = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
} as const;

export const meridiems = {
  'a m': 'a.m.',
  'p m': 'p.m.',
  am: 'a.m.',
  pm: 'p.m.',
  'a. m.': 'a.m.',
  'p. m.': 'p.m.',
  'a.m.': 'a.m.',
  'p.m.': 'p.m.',
} as const;

/** Minutes that people say after an hour, so that the two are a time wherever they stand. */
export const clockMinutes = {
  'oh five': '05',
  fifteen: '15',
  thirty: '30',
  'forty five': '45',
} as const;
