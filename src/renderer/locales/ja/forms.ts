/** Japanese words do not change with their number. */
export type Forms = 'other';
