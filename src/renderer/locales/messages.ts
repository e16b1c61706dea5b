import type { en } from './en/index';

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/**
 * English messages in another language: the same keys, and for those that depend on a number a message for each of its
 * plural forms, as Intl.PluralRules names them.
 */
type Translated<Messages, Forms extends PluralForm> = {
  readonly [
    Key in keyof Messages as Key extends `${infer Name}_${PluralForm}` ? `${Name}_${Forms}` : Key
  ]: Messages[Key] extends string ? string : Translated<Messages[Key], Forms>;
};

export type Messages<Forms extends PluralForm> = Translated<typeof en, Forms>;

/** One group of them, such as `page`. */
export type Group<Name extends keyof typeof en, Forms extends PluralForm> = Messages<Forms>[Name];
