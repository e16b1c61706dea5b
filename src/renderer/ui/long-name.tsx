import styles from './long-name.module.css';

/** Names up to this long are never cut in two. */
const shortName = 16;

/** How much of a long name's end is always shown: the ends are what tells recordings of one series apart. */
const tailLength = 11;

/** A name in one line. Where there is no room for it, its middle is left out; pointing at it shows all of it. */
export function LongName({ name }: { readonly name: string }) {
  // By whole characters: half of one is not readable.
  const letters = Array.from(name);
  if (letters.length <= shortName) return <bdi title={name}>{name}</bdi>;
  // The end begins with a letter: a space there would stand beside the dots.
  const end = letters.slice(-tailLength).join('').trimStart();
  return (
    <span className={styles.name} title={name}>
      <span className="visually-hidden">{name}</span>
      <span className={styles.parts} dir="auto" aria-hidden="true">
        <span className={styles.head}>{name.slice(0, -end.length)}</span>
        <span className={styles.tail}>{end}</span>
      </span>
    </span>
  );
}
