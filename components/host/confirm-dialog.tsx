'use client';

import { useEffect, useId, useRef } from 'react';
import { Button } from './button';
import styles from './confirm-dialog.module.css';
import { useHostTexts } from './host-texts';

interface ConfirmDialogProps {
  title: string;
  detail: string;
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. Its first button, which has the focus, does nothing. */
export function ConfirmDialog({ title, detail, confirm, onConfirm, onClose }: ConfirmDialogProps) {
  const { feedback } = useHostTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}detail`}
      onClose={onClose}
    >
      <h2 id={`${id}title`}>{title}</h2>
      <p id={`${id}detail`}>{detail}</p>
      <div className={styles.buttons}>
        <Button onClick={() => dialog.current?.close()}>{feedback.cancel}</Button>
        <Button
          look="danger"
          onClick={() => {
            onConfirm();
            dialog.current?.close();
          }}
        >
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
