/**
 * Words that Americans and Britons spell differently, from their stems and endings. Words that are also others are not among them: "practice", "license",
 * "program", "tire", "check", "meter", "story".
 */
type Pair = readonly [us: string, uk: string];

const each = (words: string, pairOf: (word: string) => Pair | readonly Pair[]): readonly Pair[] =>
  words.split(/\s+/).flatMap((word) => {
    const found = pairOf(word);
    return typeof found[0] === 'string' ? [found as Pair] : (found as readonly Pair[]);
  });
const withEndings = (us: string, uk: string, endings: string): readonly Pair[] =>
  endings.split(' ').map((ending) => (ending === '-' ? [us, uk] : [us + ending, uk + ending]));

const pairs: readonly Pair[] = [
  // color, colour
  ...each(
    'col fav hon lab neighb behavi flav hum rum vap harb od parl savi endeav arm ard cand clam demean ferv ranc rig splend tum val vig misdemean',
    (stem) => withEndings(`${stem}or`, `${stem}our`, '- s ed ing'),
  ),
  ...each(
    'colorful colorless favorite favorites favorable favorably honorable honorably neighborhood neighborhoods neighborly',
    (us) => [us, us.replace('or', 'our')],
  ),
  ...each('behavioral flavorful laborer laborers armory savory unfavorable dishonor discolored', (us) => [
    us,
    us.replace('or', 'our'),
  ]),
  // organize, organise
  ...each(
    `organ reorgan real recogn apolog critic emphas final general maxim minim optim summar symbol util visual author capital categor central character
    civil colon computer custom digit econom equal familiar fertil formal global harmon hospital hypothes immun individual initial internal jeopard legal
    legitim local mechan memor mobil modern monet national neutral normal personal polar popular prior privat public random rational revolution scrutin
    social special stabil standard steril stigmat subsid sympath synchron synthes terror traumat union urban vandal victim western anonym serial token
    parameter penal energ agon antagon bapt caramel commercial crystall demon fantas femin glamor hydrol industrial institutional italic marginal material
    mesmer moral natural ostrac oxid pasteur patron plagiar pressur pulver sanit sensit steril styl tantal tranquil trivial verbal vital vocal weapon
    democrat decentral demoral destabil dramat ideal idol incentiv liberal metabol moistur notar operational priorit`,
    (stem) =>
      ['e', 'es', 'ed', 'ing', 'er', 'ers', 'ation', 'ations', 'able'].map((ending): Pair => [
        `${stem}iz${ending}`,
        `${stem}is${ending}`,
      ]),
  ),
  // analyze, analyse
  ...each('anal paral catal dial electrol', (stem) =>
    ['e', 'es', 'ed', 'ing', 'er', 'ers'].map((ending): Pair => [`${stem}yz${ending}`, `${stem}ys${ending}`]),
  ),
  // center, centre
  ...each('cent theat fib lit calib lust somb spect sab scept kilomet centimet millimet kilolit millilit epicent', (stem) => [
    [`${stem}er`, `${stem}re`],
    [`${stem}ers`, `${stem}res`],
  ]),
  ['centered', 'centred'],
  ['centering', 'centring'],
  ['meager', 'meagre'],
  ['fiberglass', 'fibreglass'],
  ['maneuver', 'manoeuvre'],
  ['maneuvers', 'manoeuvres'],
  ['maneuvered', 'manoeuvred'],
  ['maneuvering', 'manoeuvring'],
  // traveled, travelled
  ...each(
    `travel cancel label model fuel level signal counsel marvel quarrel dial channel tunnel funnel total equal initial marshal pencil rival shrivel spiral
    swivel unravel bevel chisel duel gambol grovel libel panel pummel refuel remodel snorkel towel trowel`,
    (stem) => [
      [`${stem}ed`, `${stem}led`],
      [`${stem}ing`, `${stem}ling`],
    ],
  ),
  ...each('traveler travelers counselor counselors jeweler jewelers modeler modelers marvelous woolen', (us) => [
    us,
    us.replace(/l(er|ers|or|ors|ous|en)$/, 'll$1'),
  ]),
  ['jewelry', 'jewellery'],
  ['enroll', 'enrol'],
  ['enrolls', 'enrols'],
  ['enrollment', 'enrolment'],
  ['enrollments', 'enrolments'],
  ['fulfill', 'fulfil'],
  ['fulfills', 'fulfils'],
  ['fulfillment', 'fulfilment'],
  ['skillful', 'skilful'],
  ['skillfully', 'skilfully'],
  ['willful', 'wilful'],
  ['willfully', 'wilfully'],
  ['installment', 'instalment'],
  ['installments', 'instalments'],
  ['distill', 'distil'],
  ['instill', 'instil'],
  // defense, defence; catalog, catalogue
  ...each('defense offense pretense defenses offenses defenseless', (us) => [us, us.replace('ense', 'ence')]),
  ...each('catalog analog', (us) => withEndings(us, `${us}ue`, '- s')),
  // Medicine.
  ...each(
    `anemia anemic leukemia leukemic ischemia ischemic uremia septicemia toxemia hypoglycemia hyperglycemia bacteremia hyperlipidemia hypovolemia
    hyperkalemia hypokalemia hyponatremia polycythemia thalassemia acidemia`,
    (us) => [us, us.replace(/emi/, 'aemi')],
  ),
  ...each(
    `hematology hematologist hematoma hematomas hematuria hematocrit hemoglobin hemorrhage hemorrhages hemorrhagic hemophilia hemodialysis hemodynamic
    hemorrhoids hemolysis hemolytic hemostasis`,
    (us) => [us, us.replace('hem', 'haem')],
  ),
  ...each('esophagus esophageal edema edematous estrogen', (us) => [us, `o${us}`]),
  ...each('anesthesia anesthetic anesthetics anesthesiology anesthetist anesthetize', (us) => [
    us,
    us.replace('anes', 'anaes').replace('ize', 'ise'),
  ]),
  ...each('pediatric pediatrics pediatrician pediatricians orthopedic orthopedics encyclopedia paleontology', (us) => [
    us,
    us.replace('pedi', 'paedi').replace('paleo', 'palaeo'),
  ]),
  ['diarrhea', 'diarrhoea'],
  ['gynecology', 'gynaecology'],
  ['gynecologist', 'gynaecologist'],
  ['gynecological', 'gynaecological'],
  ['fetus', 'foetus'],
  ['fetal', 'foetal'],
  ['feces', 'faeces'],
  ['celiac', 'coeliac'],
  ['cesarean', 'caesarean'],
  ['dyspnea', 'dyspnoea'],
  ['apnea', 'apnoea'],
  ['amenorrhea', 'amenorrhoea'],
  ['tumor', 'tumour'],
  ['sulfur', 'sulphur'],
  ['aluminum', 'aluminium'],
  // Others.
  ['gray', 'grey'],
  ['grayish', 'greyish'],
  ['pajamas', 'pyjamas'],
  ['mom', 'mum'],
  ['moms', 'mums'],
  ['airplane', 'aeroplane'],
  ['airplanes', 'aeroplanes'],
  ['plow', 'plough'],
  ['plowed', 'ploughed'],
  ['mustache', 'moustache'],
  ['skeptic', 'sceptic'],
  ['skeptics', 'sceptics'],
  ['skeptical', 'sceptical'],
  ['skepticism', 'scepticism'],
  ['artifact', 'artefact'],
  ['artifacts', 'artefacts'],
  ['cozy', 'cosy'],
  ['mold', 'mould'],
  ['moldy', 'mouldy'],
  ['aging', 'ageing'],
  ['math', 'maths'],
  ['tidbit', 'titbit'],
  ['yogurt', 'yoghurt'],
  ['licorice', 'liquorice'],
  ['omelet', 'omelette'],
  ['smolder', 'smoulder'],
  ['smoldering', 'smouldering'],
  ['acknowledgment', 'acknowledgement'],
  ['judgment', 'judgement'],
  ['judgments', 'judgements'],
  ['glamor', 'glamour'],
];

const different = pairs.filter(([us, uk]) => us !== uk);

export const spellings = {
  us: {
    ...Object.fromEntries(different.map(([us, uk]) => [uk, us])),
    metre: 'meter',
    metres: 'meters',
    programme: 'program',
    programmes: 'programs',
  },
  uk: Object.fromEntries(different),
} as const satisfies Record<'us' | 'uk', Readonly<Record<string, string>>>;
