import { months, weekdays } from './dates';
import { currencies, countedUnits, units } from './measures';

/** Sets of words that conditions of rules and commands name. */

const determiners = ['a', 'an', 'the', 'this', 'that', 'these', 'those', 'my', 'your', 'his', 'her', 'its', 'our', 'their', 'each', 'every', 'no', 'any', 'some', 'another', 'which', 'what'];

const pronouns = ['i', 'you', 'he', 'she', 'it', 'we', 'they', 'me', 'him', 'us', 'them', 'who', 'there', 'here'];

const prepositions = ['of', 'in', 'on', 'at', 'to', 'for', 'from', 'by', 'with', 'about', 'into', 'over', 'after', 'before', 'between', 'under', 'through', 'during', 'without', 'until', 'till', 'since', 'than', 'as', 'per'];

const otherFunctionWords = ['one', 'first', 'second', 'third', 'last', 'next', 'and', 'or', 'but', 'if', 'so', 'not', 'is', 'are', 'was', 'were', 'be', 'been', 'am', 'do', 'does', 'did', 'have', 'has', 'had', 'will', 'would', 'can', 'could', 'should', 'may', 'might', 'must', 'then', 'when', 'where', 'how', 'why', 'more', 'most', 'very', 'all', 'both', 'people', 'percent', 'point', 'dot', 'slash', 'plus', 'minus', 'times', 'minute', 'hour', 'day', 'week', 'month', 'year', 'mile', 'foot', 'inch', 'meter', 'man', 'woman', 'way', 'lane', 'bedroom', 'car'];

const numberWords = ['zero', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety', 'hundred', 'thousand', 'million', 'billion', 'trillion'];

export const sets = {
  functionWords: [...determiners, ...pronouns, ...prepositions, ...otherFunctionWords, ...numberWords],
  numberWords: ['one', ...numberWords],
  magnitudes: ['hundred', 'thousand', 'million', 'billion', 'trillion'],
  /** Before these a number goes on, or is meant loosely. */
  loose: ['something', 'odd', 'hundred', 'thousand', 'million', 'billion', 'trillion', 'hundredth', 'thousandth'],
  timePrepositions: ['at', 'by', 'until', 'till', 'before', 'after', 'around', 'about', 'from', 'since', "it's", 'it is', 'between', 'for'],
  at: ['at'],
  /** Of these one in so many is: "one in ten people". */
  populations: ['people', 'adults', 'children', 'women', 'men', 'patients', 'users', 'customers', 'students', 'families', 'households', 'americans', 'britons'],
  /** After a mark: "an A in math". */
  grades: ['in', 'on', 'for', 'from', 'plus', 'minus', 'student', 'grade'],
  numberGoesOn: ['and'],
  indefinite: ['a', 'an'],
  /** After these two numbers are an amount with its hundredths: "it costs nineteen ninety nine". */
  prices: ['cost', 'costs', 'priced at'],
  /** Before a path: "in slash home slash jane". */
  pathIntroductions: ['in', 'from', 'to', 'at', 'is', 'under', 'into', 'open', 'directory', 'folder', 'path', 'file', 'd'],
  /** Words that begin a sentence without a mark after them, unless one is said: "Dear Sarah". */
  openers: ['dear'],
  clockIntroductions: ['at', 'by', 'until', 'till', "it's", 'it is', 'it was', 'before', 'after', 'around'],
  datePrepositions: ['on', 'by', 'until', 'till', 'since', 'of', 'before', 'after', 'from', 'to', 'through', 'in', 'for', 'and', 'dated', 'between', ...Object.keys(weekdays)],
  monthNames: Object.keys(months),
  measureNames: [...Object.keys(units), ...Object.keys(countedUnits)],
  currencyNames: Object.keys(currencies),
  /** A number after these is written in digits however small: "chapter three". */
  labels: ['apartment', 'apt', 'suite', 'room', 'flat', 'floor', 'chapter', 'page', 'pages', 'version', 'channel', 'gate', 'platform', 'step', 'section', 'figure', 'exercise', 'question', 'highway', 'route', 'interstate', 'bus', 'flight', 'track', 'level', 'phase', 'episode', 'season', 'volume', 'exit', 'terminal', 'article', 'paragraph', 'verse', 'appendix', 'slide', 'box', 'unit', 'zone', 'grade', 'option', 'item', 'psalm', 'building', 'extension', 'windows', 'python', 'zip code'],
  /** As above, though one is a figure of speech after them: "number one", "part one". */
  looseLabels: ['number', 'part', 'line', 'table', 'day', 'week', 'round', 'area'],
  /** After "day seven" and the like these say that the number counts them: "twenty four hours a day seven days a week". */
  notLabelled: ['something', 'odd', 'hundred', 'thousand', 'million', 'billion', 'trillion', 'hundredth', 'thousandth', 'seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years', 'times'],
  minusBefore: ['minus', 'negative'],
  between: ['between'],
  from: ['from'],
  /** Words before "at" that are not a mailbox: "look at". */
  notMailbox: ['look', 'looks', 'looked', 'looking', 'arrive', 'arrived', 'available', 'find', 'found', 'visit', 'see', 'work', 'works', 'working', 'worked', 'live', 'online', 'meet', 'go', 'went', 'stay', 'shop', 'buy', 'website', 'read', 'order', 'apply', 'good'],
  articlesAnd: ['a', 'an', 'the'],
  determiners: [...determiners, ...prepositions.filter((word) => ['of', 'in', 'per', 'with', 'for'].includes(word))],
  personBefore: [...pronouns, 'people', 'one'],
  firstPerson: ['i', "i'm"],
  beforeYearOld: ['year old', 'years old'],
} as const satisfies Record<string, readonly string[]>;

/** Words that are always written with capitals. */
export const cased: Readonly<Record<string, string>> = {
  i: 'I', "i'm": "I'm", "i'll": "I'll", "i'd": "I'd", "i've": "I've", ...weekdays,
  ...Object.fromEntries(Object.entries(months).filter(([word]) => word !== 'may' && word !== 'march')),
  english: 'English', american: 'American', british: 'British', french: 'French', german: 'German', italian: 'Italian',
  spanish: 'Spanish', chinese: 'Chinese', japanese: 'Japanese', russian: 'Russian', indian: 'Indian', irish: 'Irish',
  scottish: 'Scottish', welsh: 'Welsh', dutch: 'Dutch', greek: 'Greek', roman: 'Roman', european: 'European',
  african: 'African', asian: 'Asian', australian: 'Australian', canadian: 'Canadian', mexican: 'Mexican',
  christian: 'Christian', jewish: 'Jewish', muslim: 'Muslim', catholic: 'Catholic',
  england: 'England', scotland: 'Scotland', wales: 'Wales', ireland: 'Ireland', britain: 'Britain', america: 'America',
  france: 'France', germany: 'Germany', italy: 'Italy', spain: 'Spain', japan: 'Japan', russia: 'Russia', india: 'India',
  europe: 'Europe', africa: 'Africa', asia: 'Asia', australia: 'Australia', canada: 'Canada', mexico: 'Mexico',
  london: 'London', paris: 'Paris', berlin: 'Berlin', boston: 'Boston', chicago: 'Chicago', washington: 'Washington',
  california: 'California', texas: 'Texas', florida: 'Florida', pittsburgh: 'Pittsburgh', christmas: 'Christmas', easter: 'Easter',
  iphone: 'iPhone', ipad: 'iPad', youtube: 'YouTube', github: 'GitHub', google: 'Google', facebook: 'Facebook', gmail: 'Gmail',
};
