import { createContext, useContext, useId, useMemo, type ReactNode } from 'react';
import styles from './panel.module.css';
import { isFound } from './setting-search';

interface Search {
  readonly query: string;
  /** Headings above: a setting is found by them too. */
  readonly path: string;
  /** What else labels and headings are found by. */
  readonly synonyms: ReadonlyMap<string, string>;
}

/** What is searched for in the settings; everything is shown where that is nothing. */
export const SettingSearch = createContext<Search>({ query: '', path: '', synonyms: new Map() });

/** The search below a heading. */
function useBelow(heading: string): Search {
  const { query, path, synonyms } = useContext(SettingSearch);
  return useMemo(
    () => ({ query, path: `${path} ${heading} ${synonyms.get(heading) ?? ''}`, synonyms }),
    [query, path, heading, synonyms],
  );
}

interface HeadedProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Settings that belong together; gone while none of them is found. */
export function SettingsSection({ title, children }: HeadedProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id} data-group>
      <h2 id={id} className={styles.heading}>
        {title}
      </h2>
      <SettingSearch value={useBelow(title)}>{children}</SettingSearch>
    </section>
  );
}

/** Settings that are folded away, and unfolded while they are searched. */
export function SettingsGroup({ title, children }: HeadedProps) {
  const search = useBelow(title);
  return (
    <details className={styles.group} data-group open={search.query !== ''}>
      <summary>{title}</summary>
      <SettingSearch value={search}>{children}</SettingSearch>
    </details>
  );
}

interface SettingProps {
  /** What it is found by. */
  readonly label: string;
  readonly as?: 'div' | 'li';
  readonly children: ReactNode;
}

/** One setting, whatever it looks like; hidden while something else is searched for. */
export function Setting({ label, as: Element = 'div', children }: SettingProps) {
  const { query, path, synonyms } = useContext(SettingSearch);
  return (
    <Element data-setting hidden={!isFound(query, `${path} ${label} ${synonyms.get(label) ?? ''}`)}>
      {children}
    </Element>
  );
}

interface RowProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A setting of one line: its label, and the control it is for. */
export function Row({ label, children }: RowProps) {
  return (
    <Setting label={label}>
      <label className={styles.row}>
        <span>{label}</span>
        {children}
      </label>
    </Setting>
  );
}
