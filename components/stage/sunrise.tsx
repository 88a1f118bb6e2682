import styles from './sunrise.module.css';

/** The sun of the wordmark, with rays over the whole screen. */
export function Sunrise() {
  return <div className={styles.sunrise} aria-hidden="true" />;
}
