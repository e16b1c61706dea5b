/** Products, systems and surnames that rules put together. */

const capitalised = (words: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words.split(/\s+/).map((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]));

const named = (list: string): Readonly<Record<string, string>> =>
  Object.fromEntries(list.split(',').map((name) => [name.trim().toLowerCase(), name.trim()]));

export const nameTables = {
  /** Of words that are no names by themselves. Not those that are also said otherwise: "new year", "big apple". */
  name: named(
    `Microsoft Word, Microsoft Excel, Microsoft Teams, Microsoft Office, Microsoft Outlook, Microsoft Edge, Microsoft Windows, Microsoft Access,
    Google Docs, Google Drive, Google Maps, Google Calendar, Google Sheets, Google Slides, Google Meet, Google Play, Google Cloud, Google Chrome,
    Google Analytics, Google Translate, Google Workspace, Apple Watch, Apple Pay, Apple Music, Apple Maps, Amazon Prime, Amazon Web Services,
    Facebook Messenger, Facebook Live, Nintendo Switch, Visual Studio Code, Visual Studio, VS Code, Stack Overflow, Hacker News, Docker Hub,
    Burger King, Red Bull, Rolling Stones, Wall Street, Wall Street Journal, New York, New York City, New York Times, New Jersey, New Mexico,
    New Zealand, New Orleans, New England, New Hampshire, New Delhi, New South Wales, Washington Post, Los Angeles, Los Angeles Times, San Francisco,
    San Diego, Las Vegas, Salt Lake City, Kansas City, Mexico City, Cape Town, Hong Kong, Long Island, Staten Island, Rhode Island, Cape Cod,
    Capitol Hill, Northern Ireland, Western Australia, South Africa, South Korea, North Korea, Central America, South America, North America,
    Middle East, Great Britain, United Kingdom, United States, United Nations, European Union, Pacific Ocean, Atlantic Ocean, Indian Ocean, Great Lakes,
    North Sea, Grand Canyon, Pearl Harbor, Rocky Mountains, Federal Reserve, World Bank, World Health Organization, State Department,
    Justice Department, Supreme Court, Census Bureau, National Guard, Peace Corps, Marine Corps, Labour Party, Great Depression, Great Recession,
    Revolutionary War, Cold War, Korean War, Vietnam War, Second World War, First World War, Old Testament, New Testament, Nobel Prize,
    Grammy Awards, Champions League, Premier League, Red Sox, White Sox, Winter Olympics, Summer Olympics, Grand Prix, Black Friday, Cyber Monday,
    Good Friday, Memorial Day, Labor Day, Super Bowl`,
  ),
  /** Written with a hyphen before the number. */
  model: { 'g p t': 'GPT', gpt: 'GPT' },
  system: {
    'i o s': 'iOS',
    'mac o s': 'macOS',
    macos: 'macOS',
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
  product: {
    iphone: 'iPhone',
    ipad: 'iPad',
    'galaxy s': 'Galaxy S',
    pixel: 'Pixel',
    macbook: 'MacBook',
    playstation: 'PlayStation',
  },
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
