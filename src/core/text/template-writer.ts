import type { TextLanguage } from './language';
import { roman } from './roman-numeral';
import type { TemplatePart } from './rule-pattern';
import type { SlotValue } from './slot';

type Bindings = ReadonlyMap<string, SlotValue>;

/** Writes a rule's template with what its slots read. */
export type TemplateWriter = (template: readonly TemplatePart[], bindings: Bindings) => string;

/**
 * `{point}` is the sign before decimals, `{name}` what the slot read, and `{name|form}` that in another form:
 *
 *     2 two digits · plain no grouping · upper, lower, cap · roman a roman numeral · phone grouped as a phone number
 *     said as it was said · before the hour before · to60 minutes left
 *     24 a clock time, 24before an hour and 24start the first of two times, with 24 hours: which half of the day, the slot `meridiem` says
 */
export function createTemplateWriter({ numbers, afternoon }: TextLanguage): TemplateWriter {
  return (template, bindings) => template.map((part) => written(part, bindings)).join('');

  function written(part: TemplatePart, bindings: Bindings): string {
    if (part.kind === 'text') return part.text;
    if (part.name === 'point') return numbers.decimalSeparator;
    const value = bindings.get(part.name);
    if (value === undefined) return '';
    const number = value.number ?? 0;
    switch (part.form) {
      case '':
        return value.text;
      case '2':
        return String(number).padStart(2, '0');
      case 'plain':
        return String(number);
      case 'upper':
        return value.text.toUpperCase();
      case 'lower':
        return value.text.toLowerCase();
      case 'cap':
        return value.text.charAt(0).toUpperCase() + value.text.slice(1);
      case 'said':
        return value.said ?? value.text;
      case 'before':
        return String(hourBefore(number));
      case 'to60':
        return String(60 - number);
      case 'roman':
        return roman(number) ?? String(number);
      case 'phone':
        return phoneNumber(value.text);
      case '24':
        return clock24(number, isAfternoon(bindings));
      case '24before':
        return hour24(hourBefore(number), isAfternoon(bindings));
      case '24hour':
        return hour24(number, isAfternoon(bindings));
      case '24start': {
        // "from eleven to two p m" begins in the morning.
        const end = bindings.get('end')?.number ?? 0;
        return clock24(number, isAfternoon(bindings) !== number % halfDay > end % halfDay);
      }
      default:
        throw new Error(`A template has an unknown form “${part.form}”.`);
    }
  }

  function isAfternoon(bindings: Bindings): boolean {
    return afternoon.includes(bindings.get('meridiem')?.text ?? '');
  }
}

const halfDay = 12 * 60;

function hourBefore(hour: number): number {
  return hour === 1 ? 12 : hour - 1;
}

function hour24(hour: number, isAfternoon: boolean): string {
  return String((hour % 12) + (isAfternoon ? 12 : 0)).padStart(2, '0');
}

/** @param minutes since midnight or noon, of a clock with twelve hours */
function clock24(minutes: number, isAfternoon: boolean): string {
  return `${hour24(Math.floor(minutes / 60), isAfternoon)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Ten digits as 412-555-0199, seven as 555-0199, eleven as 1-412-555-0199; with a zero before them, which no American number has, 07700 900123 or
 * 020 7946 0958. */
function phoneNumber(digits: string): string {
  if (/^0\d{7}/.test(digits)) return digits.replace(/^(02\d)(\d{4})(\d{4})$/, '$1 $2 $3').replace(/^(0\d{4})(\d{6})$/, '$1 $2');
  return digits.replace(/^(\d)?(\d{3})?(\d{3})(\d{4})$/, (_, country?: string, area?: string, exchange?: string, line?: string) =>
    [country, area, exchange, line].filter((part) => part !== undefined).join('-'),
  );
}
