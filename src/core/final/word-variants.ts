/**
 * Words that sound alike and are written in several ways. A vote counts them as one word and then chooses among its writings, so that
 * "two" and "too" stand together against "do". Names of letters are among them: where a word is spelled, "why" is "y".
 */
const alike = `
are r|be bee b|see sea c|gee g|i eye aye|jay j|kay k|el l|em m|en n|oh o owe|pea pee p|queue cue q|tea tee t|you u ewe yew|ex x
why y wye|zee zed z|ef f|ess s|aitch h|vee v|dee d|ate eight|to too two|for four fore iv|one won
okay ok|mister mr|missus mrs missis|doctor dr|saint st|professor prof|versus vs|junior jr|senior sr|etcetera etc|alright allright
there their they're|here hear|your you're|whose who's|no know|new knew|by buy bye|our hour|right write|son sun|some sum|hole whole
piece peace|week weak|meet meat|sent cent scent|through threw thru|though tho|would wood|weather whether|which witch|where wear
way weigh|wait weight|great grate|road rode|red read|led lead|die dye|dear deer|fair fare|flower flour|heard herd|him hymn|in inn
knight night|made maid|male mail|main mane|morning mourning|not knot|pair pear pare|plane plain|poor pour pore|rain reign rein
principal principle|sale sail|scene seen|steal steel|tale tail|than then|time thyme|toe tow|vain vein vane|waist waste|past passed
allowed aloud|board bored|brake break|check cheque|coarse course|complement compliment|council counsel|do due dew|feet feat|find fined
grey gray|guest guessed|hair hare|heal heel|higher hire|hi high|idle idol|key quay|lessen lesson|loan lone|missed mist|none nun|oar or ore
peal peel|pray prey|role roll|root route|cite sight site|sole soul|stair stare|storey story|suite sweet|tide tied|war wore|yeah yea|woah whoa
programme program|gonna goingto|wanna wantto|gotta gotto|kinda kindof|gimme giveme|lemme letme|outta outof|dunno dontknow|cuz because 'cause
em them 'em|til till 'til|tis 'tis|tyre tire|draught draft|aeroplane airplane|towards toward|whilst while|amongst among|grandad granddad
`;

const classes: ReadonlyMap<string, string> = new Map(
  alike.split(/[|\n]/).flatMap((line) => {
    const words = line.split(' ').filter((word) => word !== '');
    return words.map((word) => [word, words[0]!] as const);
  }),
);

/** Letters by the words that sound like their names: `u` for "you"; a letter is its own. */
const letterNames: ReadonlyMap<string, string> = new Map(
  alike.split(/[|\n]/).flatMap((line) => {
    const words = line.split(' ');
    const letter = words.find((word) => /^[a-z]$/.test(word));
    return letter === undefined ? [] : words.map((word) => [word, letter] as const);
  }),
);

/** The letter that a word may be the name of, or null. */
export function letterNamed(text: string): string | null {
  return /^\p{L}$/u.test(text) ? text : (letterNames.get(text) ?? null);
}

const numberNames = new Set(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen ' +
    'nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand oh'
  ).split(' '),
);

/** What kind of row a word may stand in, as "two" and "y" do and "to" and "why" don't. */
export function rowOf(text: string): 'number' | 'letter' | null {
  if (numberNames.has(text)) return 'number';
  return /^[b-hj-z]$/.test(text) ? 'letter' : null;
}

/** British spellings as American ones; that a few other words change too does no harm, since a key is compared and never shown. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/([a-z]{2})our(s|ed|ing|ite|ites|able|ably|ful|less|er|ers|ation)?$/, '$1or$2'],
  [/([a-z]{2})is(e|es|ed|ing|er|ers|ation|ations)$/, '$1iz$2'],
  [/lys(e|es|ed|ing|er)$/, 'lyz$1'],
  [/([a-z]{2}[bcdt])re(s|d)?$/, '$1er$2'],
  [/([aeiou])ll(ed|ing|er|ers|or|ors)$/, '$1l$2'],
  [/ogue(s)?$/, 'og$1'],
  [/[ao]e/, 'e'],
  [/([a-z]{3})ence(s)?$/, '$1ense$2'],
  [/([a-z]{2})'s$/, '$1s'],
];

/** Two words with the same key count as one word that is written in two ways. */
export function voteKey(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll('’', "'")
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}']/gu, '')
    .normalize('NFC');
  const own = classes.get(plain);
  if (own !== undefined) return own;
  const key = spellings.reduce((word, [from, to]) => word.replace(from, to), plain);
  return key === '' ? text : (classes.get(key) ?? key);
}

/** How alike two keys are in writing: 1 less their edit distance over the longer one's length. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  // Anything longer is not a word.
  if (long.length === 0 || long.length > 64) return 0;
  let row = Array.from({ length: short.length + 1 }, (_, i) => i);
  for (let j = 1; j <= long.length; j++) {
    const next = [j];
    for (let i = 1; i <= short.length; i++) {
      const same = row[i - 1]! + (short[i - 1] === long[j - 1] ? 0 : 1);
      next.push(Math.min(same, row[i]! + 1, next[i - 1]! + 1));
    }
    row = next;
  }
  return 1 - row[short.length]! / long.length;
}
