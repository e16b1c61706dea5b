/** Products, systems and surnames that rules put together. */

const capitalised = (words: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words.split(/\s+/).map((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]));

export const nameTables = {
  /** Written with a hyphen before the number. */
  model: { 'g p t': 'GPT', gpt: 'GPT' },
  system: {
    'i o s': 'iOS',
    'mac o s': 'macOS',
    'macos': 'macOS',
    'ipad o s': 'iPadOS',
    'watch o s': 'watchOS',
    'chrome o s': 'ChromeOS',
  },
  /** Told apart by numbers. */
  versioned: {
    python: 'Python',
    java: 'Java',
    windows: 'Windows',
    android: 'Android',
    usb: 'USB',
    bluetooth: 'Bluetooth',
    ubuntu: 'Ubuntu',
    debian: 'Debian',
    html: 'HTML',
    php: 'PHP',
    'super bowl': 'Super Bowl',
    formula: 'Formula',
    boeing: 'Boeing',
    airbus: 'Airbus',
    audi: 'Audi',
  },
  product: { iphone: 'iPhone', ipad: 'iPad', 'galaxy s': 'Galaxy S', pixel: 'Pixel', macbook: 'MacBook', playstation: 'PlayStation' },
  edition: {
    pro: 'Pro',
    'pro max': 'Pro Max',
    plus: 'Plus',
    mini: 'Mini',
    ultra: 'Ultra',
    max: 'Max',
    air: 'Air',
  },
  vertebra: { c: 'C', t: 'T', l: 'L', s: 'S' },
  sign: { positive: 'positive', negative: 'negative' },
  split: {
    'ninety ten': '90/10',
    'eighty twenty': '80/20',
    'seventy five twenty five': '75/25',
    'seventy thirty': '70/30',
    'sixty forty': '60/40',
    'forty sixty': '40/60',
    'thirty seventy': '30/70',
    'twenty eighty': '20/80',
  },
  /** Frequent ones: after "doctor" they are a name even where they are also words. */
  surname: capitalised(
    `adams ali allen anderson bailey baker barnes bell bennett brooks brown bryant butler campbell carter chen clark coleman collins
    cook cooper cox cruz davis diaz edwards evans fisher flores foster garcia gomez gonzalez graham gray green griffin gupta hall hamilton
    harris harrison hayes henderson hernandez hill howard hughes jackson james jenkins johnson jones jordan kelly kennedy khan kim king
    kumar lee lewis li long lopez marshall martin martinez mason miller mitchell moore morgan morris murphy murray myers nelson nguyen
    ortiz owens parker patel patterson perez perry peterson phillips powell price ramirez reed reyes reynolds richardson rivera roberts
    robinson rodriguez rogers ross russell ryan sanchez sanders scott shah shaw simmons simpson singh smith stevens stewart sullivan
    taylor thomas thompson torres tran turner walker wallace wang ward washington watson webb wells west white williams wilson wong wood
    woods wright yang young zhang`,
  ),
} as const;
