import { categories, type Counts } from '../../amplify/show';
import styles from './share-bar.module.css';

/** How the house is divided. The numbers stand on the tickets; this is for the eye. */
export function ShareBar({ counts }: { counts: Counts }) {
  return (
    <div className={styles.bar} aria-hidden="true">
      {categories.map((category) => (
        <span
          key={category}
          style={{ flexGrow: counts[category], background: `var(--amplify-colors-vote-${category})` }}
        />
      ))}
    </div>
  );
}
