import styles from './panel-heading.module.css';

/** The heading of a panel: chat, leaderboard or last rounds. On a phone, the panel's button replaces it. */
export function PanelHeading({ id, children }: { id: string; children: string }) {
  return (
    <h2 id={id} className={styles.heading}>
      {children}
    </h2>
  );
}
