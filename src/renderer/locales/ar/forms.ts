/** Arabic tells six kinds of numbers apart. */
export type Forms = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
