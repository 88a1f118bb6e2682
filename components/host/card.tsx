'use client';

import { useId, type ReactNode } from 'react';
import styles from './card.module.css';

interface CardProps {
  title: string;
  /** Beside the title. */
  end?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A part of the host's page, with its heading. */
export function Card({ title, end, className = '', children }: CardProps) {
  const id = useId();
  return (
    <section className={`${styles.card} ${className}`} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        {end}
      </header>
      {children}
    </section>
  );
}
