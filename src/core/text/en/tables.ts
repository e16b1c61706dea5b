/** Streets, titles and other words that rules put together. */
export const tables = {
  street: {
    street: 'Street', avenue: 'Avenue', road: 'Road', drive: 'Drive', lane: 'Lane', boulevard: 'Boulevard', court: 'Court',
    place: 'Place', terrace: 'Terrace', parkway: 'Parkway', crescent: 'Crescent', square: 'Square', highway: 'Highway',
  },
  /** Those that are numbered. */
  numberedStreet: { street: 'Street', avenue: 'Avenue', road: 'Road', drive: 'Drive', lane: 'Lane', boulevard: 'Boulevard' },
  direction: { north: 'North', south: 'South', east: 'East', west: 'West' },
  title: { mister: 'Mr.', missus: 'Mrs.', missis: 'Mrs.' },
  looseOrdinal: { hundredth: 'hundredth', thousandth: 'thousandth', millionth: 'millionth', billionth: 'billionth' },
  scale: { thousand: 'thousand', million: 'million', billion: 'billion', trillion: 'trillion' },
} as const;
