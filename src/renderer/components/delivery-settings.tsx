import { useCallback, useEffect, useRef } from 'react';
import type { DeliveryMode, HotkeyMode, Settings } from '../../core/settings';
import { useSession } from '../session-context';
import { useApp } from '../store';
import { AppRules } from './app-rules';
import styles from './delivery-settings.module.css';
import { KeyField } from './key-field';

/** The section "Hotkeys and delivery" of the settings; nothing where the host has neither. */
export function DeliverySettings() {
  const can = useApp((state) => state.can);
  if (!can.deliver && !can.globalHotkey) return null;
  return (
    <section className={styles.section} aria-labelledby="delivery-settings">
      <h2 id="delivery-settings" className={styles.heading}>
        Hotkeys and delivery
      </h2>
      {can.globalHotkey && <Hotkeys />}
      {can.deliver && <Delivery />}
      {can.overlay && <OverlayRow />}
    </section>
  );
}

function Hotkeys() {
  const session = useSession();
  const { hotkey, hotkeyMode, cancelHotkey, repasteHotkey } = useApp((state) => state.settings);
  const hotkeys = useApp((state) => state.hotkeys);
  const root = useRef<HTMLDivElement>(null);

  // A key may have become free, or a permission been given, since the panel was open last.
  useEffect(() => {
    const panel = root.current?.closest('[popover]');
    const onToggle = (): void => void session.refreshHotkeys();
    panel?.addEventListener('toggle', onToggle);
    return () => panel?.removeEventListener('toggle', onToggle);
  }, [session]);

  const setDictate = useCallback(
    (key: string | null) => void (key !== null && session.changeSettings({ hotkey: key })),
    [session],
  );
  const setCancel = useCallback((key: string | null) => void session.changeSettings({ cancelHotkey: key }), [session]);
  const setRepaste = useCallback((key: string | null) => void session.changeSettings({ repasteHotkey: key }), [session]);
  if (hotkeys === null) return null;
  const { dictate, cancel, repaste } = hotkeys;
  return (
    <div ref={root}>
      <KeyField label="Dictate" accelerator={hotkey} state={dictate} isOptional={false} onChange={setDictate} />
      <label className={styles.row}>
        <span>Press of that key</span>
        <select
          value={hotkeyMode}
          onChange={(event) => void session.changeSettings({ hotkeyMode: event.target.value as HotkeyMode })}
        >
          <option value="both">Tap to switch, hold to talk</option>
          <option value="toggle">Switches on and off</option>
          <option value="hold">Hold to talk</option>
        </select>
      </label>
      {dictate.state === 'registered' && !dictate.canHold && hotkeyMode !== 'toggle' && (
        <p className={styles.refusal}>{dictate.reason}</p>
      )}
      <KeyField label="Cancel while dictating" accelerator={cancelHotkey} state={cancel} isOptional onChange={setCancel} />
      <KeyField label="Paste the last text again" accelerator={repasteHotkey} state={repaste} isOptional onChange={setRepaste} />
    </div>
  );
}

function Delivery() {
  const session = useSession();
  const { deliveryMode, deliveryRules, tailMs } = useApp((state) => state.settings);
  return (
    <>
      <label className={styles.row}>
        <span>Bring text to the application</span>
        <select
          value={deliveryMode}
          onChange={(event) => void session.changeSettings({ deliveryMode: event.target.value as DeliveryMode })}
        >
          <option value="paste">By pasting</option>
          <option value="type">By typing</option>
          <option value="copy">Not at all, only copy it</option>
        </select>
      </label>
      {deliveryMode !== 'copy' && (
        <AppRules
          rules={deliveryRules}
          onChange={(rules: Settings['deliveryRules']) => void session.changeSettings({ deliveryRules: rules })}
        />
      )}
      <label className={styles.row}>
        <span>Listen on after “stop”</span>
        <select
          value={tailMs}
          onChange={(event) => void session.changeSettings({ tailMs: Number(event.target.value) })}
        >
          {[...new Set([0, 200, 400, 600, 1000, tailMs])]
            .toSorted((one, other) => one - other)
            .map((each) => (
              <option key={each} value={each}>
                {(each / 1000).toFixed(1)} s
              </option>
            ))}
        </select>
      </label>
    </>
  );
}

function OverlayRow() {
  const session = useSession();
  const overlay = useApp((state) => state.settings.overlay);
  return (
    <label className={styles.row}>
      <span>Show the words above other windows</span>
      <input
        type="checkbox"
        checked={overlay === 'on'}
        onChange={(event) => void session.changeSettings({ overlay: event.target.checked ? 'on' : 'off' })}
      />
    </label>
  );
}
