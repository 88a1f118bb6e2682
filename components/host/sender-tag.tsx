import { markOf } from '../../live/sender-mark';
import styles from './lines.module.css';

/** The number that tells guests with the same name apart, as in the chat of the audience. */
export function SenderTag({ sender }: { sender: string }) {
  return (
    <span className={styles.note} dir="ltr">
      {markOf(sender).tag}
    </span>
  );
}
