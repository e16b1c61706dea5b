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
  /** Counts that stay words. */
  few: { one: 'one', two: 'two', three: 'three', four: 'four', five: 'five', six: 'six', seven: 'seven', eight: 'eight', nine: 'nine' },
  magnitude: { hundred: 'hundred', thousand: 'thousand', million: 'million', billion: 'billion', trillion: 'trillion' },
  /** After "a ten" these make an adjective: "a ten-minute walk". */
  attributive: {
    second: 'second', minute: 'minute', hour: 'hour', day: 'day', week: 'week', month: 'month', year: 'year', page: 'page', word: 'word', star: 'star', story: 'story',
    bedroom: 'bedroom', step: 'step', part: 'part', point: 'point', man: 'man', way: 'way', lane: 'lane', foot: 'foot', inch: 'inch', mile: 'mile', meter: 'meter',
    metre: 'metre', pound: 'pound', gallon: 'gallon', person: 'person', car: 'car',
  },
  /** Letters said one by one, and other words, that are always written so. */
  setPhrase: {
    'wi fi': 'Wi-Fi', 'w i f i': 'Wi-Fi', 't shirt': 'T-shirt', 't shirts': 'T-shirts', 'x ray': 'X-ray', 'x rays': 'X-rays', 'p h d': 'PhD', 'n p m': 'npm',
    'q and a': 'Q&A', 'r and d': 'R&D', 'b and b': 'B&B', 'a t and t': 'AT&T', 'and slash or': 'and/or',
    'c plus plus': 'C++', 'c sharp': 'C#', 'e g': 'e.g.', 'i e': 'i.e.', 'a b test': 'A/B test', 'a b tests': 'A/B tests', 'a b testing': 'A/B testing',
  },
  /** What "slash" is said between. */
  either: { he: 'he', she: 'she', his: 'his', her: 'her', him: 'him', they: 'they', yes: 'yes', no: 'no', on: 'on', off: 'off', true: 'true', false: 'false', input: 'input', output: 'output' },
  ruler: {
    henry: 'Henry', charles: 'Charles', elizabeth: 'Elizabeth', louis: 'Louis', george: 'George', edward: 'Edward', william: 'William', james: 'James',
    richard: 'Richard', philip: 'Philip', napoleon: 'Napoleon', 'john paul': 'John Paul',
  },
  extension: {
    'p d f': 'pdf', pdf: 'pdf', 't x t': 'txt', 'd o c': 'doc', 'd o c x': 'docx', 'x l s': 'xls', 'x l s x': 'xlsx', 'c s v': 'csv', 'h t m l': 'html', html: 'html',
    'c s s': 'css', 'j s': 'js', 't s': 'ts', 'p y': 'py', 'm d': 'md', 's h': 'sh', 'j s o n': 'json', json: 'json', 'x m l': 'xml', 'y a m l': 'yaml', yaml: 'yaml',
    'p n g': 'png', 'j p g': 'jpg', 'j p e g': 'jpeg', 'g i f': 'gif', gif: 'gif', zip: 'zip', 'e x e': 'exe', 'm p three': 'mp3', 'm p four': 'mp4', 'w a v': 'wav',
    'c p p': 'cpp',
  },
  scale: { thousand: 'thousand', million: 'million', billion: 'billion', trillion: 'trillion' },
} as const;
