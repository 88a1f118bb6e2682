'use client';

import { useLanguage } from '../language/language-context';
import { HostBadge } from './host-badge';
import { PinIcon } from './pin-icon';
import styles from './pinned-line.module.css';
import { usePinned } from './use-pinned';

/** The message that a host has pinned, above all others. `Announcements` announces it. */
export function PinnedLine() {
  const { texts } = useLanguage();
  const pinned = usePinned();
  if (pinned === null) return null;
  return (
    // A long message scrolls, and a keyboard scrolls only what has the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.pinned} aria-label={texts.chat.pinned} tabIndex={0}>
      <p className={styles.name}>
        <PinIcon />
        <bdi>{pinned.nickname}</bdi>
        {pinned.isHost && <HostBadge />}
      </p>
      <p dir="auto">{pinned.text}</p>
    </section>
  );
}
