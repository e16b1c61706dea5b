import type { WritingStyle } from '../style';

/** What is said to show the choices of a style. */
export const samples: Readonly<Record<keyof WritingStyle, string>> = {
  clock: 'at half past five p m',
  dates: 'on the third of march',
  smallNumbers: 'we bought four apples',
  ordinals: 'the third door',
  units: 'it is five kilometers away',
  separators: 'twelve thousand point five',
  currency: 'it costs twenty euros',
  spelling: 'colour and organize',
  fillers: 'um we should we should go you know',
  lastStop: 'see you at noon',
  letterCase: 'yes i think so',
  gap: 'are we late question mark not yet',
};

/** A longer one, for all choices together. */
export const passage =
  'um the third meeting is on the fourth of march at half past five p m period i think the the colour printer costs two thousand four hundred euros and we will bring four copies period it is five kilometers away';
