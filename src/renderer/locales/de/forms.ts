export type Forms = 'one' | 'other';
