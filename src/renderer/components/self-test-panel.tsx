import type { BackendReport } from '../../core/backend';
import { shortMs } from '../engine-facts';
import { useApp } from '../store';
import panel from './panel.module.css';
import styles from './status-line.module.css';

/** Which backends were tried, how fast each was, and why this one was chosen. */
export function SelfTestPanel() {
  const choice = useApp(({ engine }) => (engine.state === 'ready' ? engine.choice : null));
  if (choice === null) return null;
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="self-test">
        Self-test
      </button>
      <section id="self-test" popover="auto" className={panel.panel} aria-label="Self-test" data-place="bottom">
        <p>{choice.reason}</p>
        <table className={panel.table}>
          <thead>
            <tr>
              <th scope="col">Backend</th>
              <th scope="col">Chunk</th>
              <th scope="col">RTF</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {choice.reports.map((report) => (
              <ReportRow key={report.backend} report={report} isChosen={report.backend === choice.backend} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function ReportRow({ report, isChosen }: { readonly report: BackendReport; readonly isChosen: boolean }) {
  const isOk = report.state === 'ok';
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">{report.backend}</th>
      <td>{isOk ? `${shortMs(report.msPerChunk)} ms` : '–'}</td>
      <td>{isOk ? report.rtf.toFixed(3) : '–'}</td>
      <td>{isOk ? (isChosen ? 'correct, in use' : 'correct') : report.reason}</td>
    </tr>
  );
}
