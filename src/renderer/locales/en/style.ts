/** How text is to look. */
export const style = {
  title: 'Style',
  preview: 'All together:',
  clock: 'Times of day',
  dates: 'Dates',
  smallNumbers: 'Numbers below ten',
  ordinals: 'First to ninth',
  units: 'Units',
  separators: 'Thousands and decimals',
  currency: 'Sign of the currency',
  spelling: 'Spelling',
  fillers: 'Fillers and false starts',
  lastStop: 'End of a short message',
  letterCase: 'Capitals',
  gap: 'Between sentences',
  gaps: { space: 'one space', 'two-spaces': 'two spaces', line: 'a new line' },
} as const;
