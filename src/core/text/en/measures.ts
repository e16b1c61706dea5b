/** Money and units: spoken and written. */

/** Signs that stand before the amount. */
export const currencies = {
  dollar: '$', dollars: '$', euro: '€', euros: '€', yen: '¥', rupee: '₹', rupees: '₹', 'pounds sterling': '£',
  'pound sterling': '£', 'us dollars': 'US$', 'u s dollars': 'US$', 'canadian dollars': 'CA$', 'australian dollars': 'A$',
} as const;

/** Weights too, and so currency only together with their hundredths. */
export const pounds = { pound: '£', pounds: '£', quid: '£' } as const;

export const hundredths = { cent: '¢', cents: '¢' } as const;
export const pence = { pence: 'p', penny: 'p', p: 'p' } as const;

/** Written as an abbreviation after a space. */
export const units = {
  kilometer: 'km', kilometers: 'km', kilometre: 'km', kilometres: 'km',
  centimeter: 'cm', centimeters: 'cm', centimetre: 'cm', centimetres: 'cm',
  millimeter: 'mm', millimeters: 'mm', millimetre: 'mm', millimetres: 'mm',
  kilogram: 'kg', kilograms: 'kg', kilo: 'kg', kilos: 'kg', milligram: 'mg', milligrams: 'mg', gram: 'g', grams: 'g',
  milliliter: 'ml', milliliters: 'ml', millilitre: 'ml', millilitres: 'ml',
  millisecond: 'ms', milliseconds: 'ms',
  hertz: 'Hz', kilohertz: 'kHz', megahertz: 'MHz', gigahertz: 'GHz',
  kilobyte: 'kB', kilobytes: 'kB', megabyte: 'MB', megabytes: 'MB', gigabyte: 'GB', gigabytes: 'GB',
  terabyte: 'TB', terabytes: 'TB', megabit: 'Mbit', megabits: 'Mbit', gigabit: 'Gbit', gigabits: 'Gbit',
  'megabits per second': 'Mbit/s', 'gigabits per second': 'Gbit/s', 'megabytes per second': 'MB/s',
  kilowatt: 'kW', kilowatts: 'kW', megawatt: 'MW', megawatts: 'MW', 'kilowatt hours': 'kWh', 'kilowatt hour': 'kWh',
  'miles per hour': 'mph', 'kilometers per hour': 'km/h', 'kilometres per hour': 'km/h',
  'meters per second': 'm/s', 'metres per second': 'm/s', 'frames per second': 'fps',
  'square meters': 'm²', 'square metres': 'm²', 'square meter': 'm²', 'square metre': 'm²',
  'square kilometers': 'km²', 'square kilometres': 'km²', 'cubic meters': 'm³', 'cubic metres': 'm³',
  'degrees celsius': '°C', 'degree celsius': '°C', 'degrees centigrade': '°C', 'degrees fahrenheit': '°F',
} as const;

/** Written out, but with digits before them. */
export const countedUnits = {
  meter: 'meter', meters: 'meters', metre: 'metre', metres: 'metres', liter: 'liter', liters: 'liters', litre: 'litre',
  litres: 'litres', mile: 'mile', miles: 'miles', feet: 'feet', inch: 'inch', inches: 'inches', yards: 'yards',
  ounce: 'ounce', ounces: 'ounces', pounds: 'pounds', tons: 'tons', tonnes: 'tonnes', gallons: 'gallons',
  acres: 'acres', hectares: 'hectares', 'square feet': 'square feet', 'square miles': 'square miles',
  watts: 'watts', volts: 'volts', amps: 'amps', calories: 'calories', pixels: 'pixels',
} as const;

/** As above, where one is a figure of speech: "one minute, please". */
export const countedTimes = { seconds: 'seconds', minutes: 'minutes', hours: 'hours' } as const;

export const percents = { percent: '%', 'per cent': '%', 'percentage points': ' percentage points' } as const;
export const feet = { foot: "'", feet: "'" } as const;
export const inches = { inch: '"', inches: '"' } as const;
