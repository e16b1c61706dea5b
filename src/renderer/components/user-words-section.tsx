import { useId, useState, type FormEvent } from 'react';
import { boostRange, longestEntry, problemText, type UserWord } from '../../core/language/user-words';
import type { RecordedClip } from '../../worker/protocol';
import { useSession } from '../session-context';
import { useApp } from '../store';
import { toFailure } from '../../core/errors';
import { RecordButtons } from './record-buttons';
import styles from './user-words-section.module.css';

/** Entries that are listed at once; a search finds the others. */
const mostListed = 100;

/** The user's own words: add, import, make likelier, remove. */
export function UserWordsSection() {
  const titleId = useId();
  const words = useApp((state) => state.userWords);
  const problems = useApp((state) => state.wordProblems);
  const [message, setMessage] = useState('');
  const [wanted, setWanted] = useState('');
  const matching = words.filter(({ written }) => written.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <section className={styles.words} aria-labelledby={titleId}>
      <h2 id={titleId}>Your words</h2>
      <AddForm say={setMessage} />
      <ImportFile say={setMessage} />
      <p aria-live="polite" className={styles.message}>
        {message}
      </p>
      {problems.length > 0 && <p className={styles.problem}>{`The model can’t hear ${problemText(problems[0]!, 'word')}.`}</p>}
      {words.length > 10 && (
        <label className={styles.field}>
          <span>Find</span>
          <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        </label>
      )}
      {words.length > 0 && (
        <ul aria-label="Your words" className={styles.list}>
          {matching.slice(0, mostListed).map((word) => (
            <Entry key={word.written} word={word} say={setMessage} />
          ))}
        </ul>
      )}
      {matching.length > mostListed && <p className={styles.message}>{`and ${matching.length - mostListed} more`}</p>}
    </section>
  );
}

interface Teller {
  say(message: string): void;
}

function AddForm({ say }: Teller) {
  const session = useSession();
  const [written, setWritten] = useState('');
  const [soundsLike, setSoundsLike] = useState('');
  const [clips, setClips] = useState<readonly (RecordedClip | null)[]>([null, null, null]);
  const recorded = clips.filter((clip) => clip !== null);

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    const word: UserWord = { written, soundsLike, boost: 0, learned: [] };
    try {
      if (recorded.length > 0) say('Listening to your recordings…');
      const learned = recorded.length > 0 ? await session.words.learn(word, recorded) : [];
      const { ok, message } = await session.words.add({ ...word, learned });
      say(message);
      if (!ok) return;
      setWritten('');
      setSoundsLike('');
      setClips([null, null, null]);
    } catch (error) {
      const { message, remedy } = toFailure(error);
      say(`${message} ${remedy}`);
    }
  }

  return (
    <form onSubmit={(event) => void add(event)}>
      <label className={styles.field}>
        <span>Word or phrase</span>
        <input value={written} maxLength={longestEntry} required onChange={(event) => setWritten(event.target.value)} />
      </label>
      <label className={styles.field}>
        <span>Sounds like (optional)</span>
        <input value={soundsLike} maxLength={longestEntry} onChange={(event) => setSoundsLike(event.target.value)} />
      </label>
      <RecordButtons clips={clips} onClips={setClips} say={say} />
      <button type="submit" className={styles.button}>
        Add word
      </button>
    </form>
  );
}

function ImportFile({ say }: Teller) {
  const session = useSession();
  return (
    <label className={styles.import}>
      <span>Import a text file</span>
      <input
        type="file"
        accept=".txt,.tsv,text/plain"
        onChange={(event) => {
          const { files } = event.target;
          const file = files?.[0];
          if (file !== undefined) void session.words.importFile(file).then(({ message }) => say(message));
          event.target.value = '';
        }}
      />
    </label>
  );
}

function Entry({ word, say }: Teller & { readonly word: UserWord }) {
  const session = useSession();
  const { written, soundsLike, learned, boost } = word;
  const [shown, setShown] = useState(boost);
  const keep = (): void => {
    if (shown !== boost) void session.words.setBoost(written, shown).then(({ message }) => say(message));
  };
  const sound = learned.length > 0 ? 'from your recordings' : soundsLike;
  return (
    <li className={styles.entry}>
      <span className={styles.written}>
        <bdi>{written}</bdi>
        {sound !== '' && <small>{sound}</small>}
      </span>
      <input
        type="range"
        aria-label={`Boost of ${written}`}
        min={boostRange.least}
        max={boostRange.most}
        step={0.5}
        value={shown}
        onChange={(event) => setShown(Number(event.target.value))}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <button
        type="button"
        className={styles.button}
        aria-label={`Remove ${written}`}
        onClick={() => void session.words.remove(written).then(({ message }) => say(message))}
      >
        Remove
      </button>
    </li>
  );
}
