const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Ways to say a row of digits, the likeliest first: as a number, in pairs as years are, and digit by digit. */
export function numberWords(digits: string): string[][] {
  const single = Array.from(digits, (digit) => small[Number(digit)]!);
  if (digits.length === 1) return [single];
  if (digits.length > 6) return [single];
  const ways: string[][] = [];
  if (!digits.startsWith('0')) {
    ways.push(cardinal(Number(digits)));
    if (digits.length === 4 && digits[2] !== '0')
      ways.unshift([...belowHundred(Number(digits.slice(0, 2))), ...belowHundred(Number(digits.slice(2)))]);
    if (digits.length === 3 && digits[1] !== '0')
      ways.push([small[Number(digits[0])]!, ...belowHundred(Number(digits.slice(1)))]);
  }
  return [...ways, single];
}

function belowHundred(value: number): string[] {
  if (value < 20) return [small[value]!];
  const ten = tens[Math.floor(value / 10)]!;
  return value % 10 === 0 ? [ten] : [ten, small[value % 10]!];
}

/** @param value below a million. */
function cardinal(value: number): string[] {
  if (value < 100) return belowHundred(value);
  const [unit, name] = value < 1000 ? ([100, 'hundred'] as const) : ([1000, 'thousand'] as const);
  const rest = value % unit;
  return [...cardinal(Math.floor(value / unit)), name, ...(rest === 0 ? [] : cardinal(rest))];
}
