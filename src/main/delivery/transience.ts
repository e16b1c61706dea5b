/** Payloads by the platform's own name of the format. */
export type Marks = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** A DWORD of Windows. */
const no = new Uint8Array(4);
const nothing = new Uint8Array(0);

/**
 * What tells clipboard histories and clouds that a text is only lent for a paste: they would keep, show or send what was
 * dictated. (https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats, http://nspasteboard.org, and KDE's
 * Klipper, whose hint other managers have taken over.)
 */
export const lentMarks: Readonly<Partial<Record<NodeJS.Platform, Marks>>> = {
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: no,
    CanIncludeInClipboardHistory: no,
    CanUploadToCloudClipboard: no,
  },
  darwin: { 'org.nspasteboard.TransientType': nothing, 'org.nspasteboard.ConcealedType': nothing },
  linux: { 'x-kde-passwordManagerHint': new TextEncoder().encode('secret') },
};

/** A text that stays on the clipboard is the user's to paste, also from the history; but it never leaves the machine. */
export const leftMarks: Readonly<Partial<Record<NodeJS.Platform, Marks>>> = {
  win32: { CanUploadToCloudClipboard: no },
};
