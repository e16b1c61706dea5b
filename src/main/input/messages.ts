/**
 * What main and the input host say to each other; key events of a hold-to-talk hook will join the replies.
 */

export type HostRequest = { readonly type: 'pressPaste'; readonly id: number };

export type HostReply =
  | { readonly type: 'pressed'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };
