import { useTranslation } from 'react-i18next';
import type { BackendReport } from '../../core/backend';
import { shortMs } from '../engine-facts';
import { useApp } from '../store';
import panel from './panel.module.css';
import styles from './status-line.module.css';

/** Which backends were tried, how fast each was, and why this one was chosen. */
export function SelfTestPanel() {
  const { t } = useTranslation();
  const choice = useApp(({ engine }) => (engine.state === 'ready' ? engine.choice : null));
  if (choice === null) return null;
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="self-test">
        {t('selfTest.title')}
      </button>
      <section id="self-test" popover="auto" className={panel.panel} aria-label={t('selfTest.title')} data-place="bottom">
        <p lang="en" dir="auto">
          {choice.reason}
        </p>
        <table className={panel.table}>
          <thead>
            <tr>
              <th scope="col">{t('selfTest.backend')}</th>
              <th scope="col">{t('selfTest.chunk')}</th>
              <th scope="col">{t('selfTest.rtf')}</th>
              <th scope="col">{t('selfTest.result')}</th>
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
  const { t } = useTranslation();
  const isOk = report.state === 'ok';
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">{report.backend}</th>
      <td>{isOk ? t('selfTest.ms', { ms: shortMs(report.msPerChunk) }) : '–'}</td>
      <td>{isOk ? report.rtf.toFixed(3) : '–'}</td>
      {isOk ? (
        <td>{t(isChosen ? 'selfTest.inUse' : 'selfTest.correct')}</td>
      ) : (
        <td lang="en" dir="auto">
          {report.reason}
        </td>
      )}
    </tr>
  );
}
