'use client';

import type { ComponentProps } from 'react';
import styles from './controls.module.css';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'className'> {
  /** `plain`: a quiet one among many. `danger`: what it does cannot be undone. */
  look?: 'main' | 'normal' | 'plain' | 'danger';
  /** Whether its action has not been confirmed. It can be pressed again when it is. */
  isBusy?: boolean;
  className?: string | undefined;
}

/** A button of the host's page, large enough for a thumb in the dark. */
export function Button({ look = 'normal', isBusy = false, className = '', onClick, ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type="button"
      className={`${styles.button} ${className}`}
      data-look={look}
      // Unlike a disabled button, it keeps the focus.
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
    />
  );
}
