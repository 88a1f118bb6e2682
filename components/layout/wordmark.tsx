import styles from './wordmark.module.css';

/** The name and logo: half a sun above a roof. */
export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path className={styles.sun} d="M8 24a8 8 0 0 1 16 0z" />
        <g className={styles.rays}>
          <circle cx="4" cy="24" r="1.7" />
          <circle cx="6.2" cy="16.6" r="1.7" />
          <circle cx="12" cy="11.6" r="1.7" />
          <circle cx="20" cy="11.6" r="1.7" />
          <circle cx="25.8" cy="16.6" r="1.7" />
          <circle cx="28" cy="24" r="1.7" />
        </g>
        <path className={styles.roof} d="M2 28.5h28" />
      </svg>
      Matinee
    </span>
  );
}
