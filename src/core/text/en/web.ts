import type { LetterWords, WebWords } from '../language';

export const web: WebWords = {
  at: 'at',
  dot: 'dot',
  joiners: { underscore: '_', dash: '-', hyphen: '-', plus: '+' },
  slash: ['slash'],
  topLevelDomains: [
    'com', 'org', 'net', 'edu', 'gov', 'io', 'co', 'ai', 'app', 'dev', 'info', 'biz', 'me', 'tv', 'uk', 'us', 'eu', 'de',
    'fr', 'ca', 'au', 'nl', 'ch', 'at', 'es', 'se', 'no', 'nz', 'ie', 'jp', 'cn', 'ru', 'br', 'pl', 'museum', 'blog',
    'shop', 'online', 'site', 'cloud', 'tech', 'news', 'xyz',
  ],
  names: {
    'g mail': 'gmail', 'hot mail': 'hotmail', 'i cloud': 'icloud', 'e bay': 'ebay', 'you tube': 'youtube', 'git hub': 'github',
    'linked in': 'linkedin', 'face book': 'facebook', 'out look': 'outlook', 'world wide web': 'www',
  },
};

const alphabet = Object.fromEntries('abcdefghijklmnopqrstuvwxyz'.split('').map((letter) => [letter, letter]));
const dotted = Object.fromEntries('abcdefghijklmnopqrstuvwxyz'.split('').map((letter) => [`${letter}.`, letter]));

export const letters: LetterWords = {
  names: { ...alphabet, ...dotted, 'double you': 'w', 'double u': 'w' },
  soundalikes: {
    bee: 'b', cee: 'c', dee: 'd', gee: 'g', jay: 'j', kay: 'k', ell: 'l', em: 'm', en: 'n', pee: 'p', cue: 'q', queue: 'q',
    ess: 's', tee: 't', vee: 'v', ex: 'x', zee: 'z', zed: 'z',
  },
  words: ['a', 'i', 'o'],
  known: [
    'ac', 'ad', 'ai', 'am', 'it', 'id', 'iq', 'ip', 'io', 'ok', 'abc', 'atm', 'api', 'aws', 'amd', 'iou', 'ibm', 'irs',
    'ios', 'isp', 'ipo', 'ira', 'isbn', 'usa', 'fbi', 'cia', 'nba', 'dna', 'rna', 'gui', 'cli', 'mba', 'ma', 'ba', 'la', 'va',
    'pa', 'epa', 'fda', 'cpa', 'nra', 'nsa', 'tsa', 'pda', 'ui', 'hi', 'mri', 'roi', 'bmi', 'ceo', 'cfo', 'cto', 'ngo', 'nato',
    'ufo', 'hbo', 'ipo', 'po', 'cd', 'dvd', 'tv', 'pc', 'dj', 'mc', 'mp', 'pr', 'hr', 'vip', 'suv', 'url', 'usb', 'pdf', 'jpg', 'jpeg', 'png', 'gif', 'mp', 'html',
    'css', 'sql', 'xml', 'json', 'http', 'https', 'cpu', 'gpu', 'ram', 'rom', 'ssd', 'hdd', 'lcd', 'led', 'sms', 'gps', 'mph',
    'bbc', 'cbs', 'nbc', 'cnn', 'uk', 'us', 'eu', 'un', 'ussr', 'nyc', 'dc', 'phd', 'ssn', 'rsvp', 'faq', 'diy', 'asap', 'fyi', 'eta', 'os', 'ux',
  ],
  endings: ["'s", "'d"],
};
