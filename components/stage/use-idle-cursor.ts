import { useEffect, type RefObject } from 'react';

const idleAfterMs = 2000;

/** Marks an element with `data-idle` while the mouse does not move. */
export function useIdleCursor(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const markIdle = () => element.current?.toggleAttribute('data-idle', true);
    const move = () => {
      element.current?.removeAttribute('data-idle');
      clearTimeout(timer);
      timer = setTimeout(markIdle, idleAfterMs);
    };
    move();
    document.addEventListener('pointermove', move);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', move);
    };
  }, [element]);
}
