import { useEffect, type RefObject } from 'react';

const restMs = 2000;

/** Marks an element with `data-resting` while the mouse lies still. */
export function useIdleCursor(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const rest = () => element.current?.toggleAttribute('data-resting', true);
    const move = () => {
      element.current?.removeAttribute('data-resting');
      clearTimeout(timer);
      timer = setTimeout(rest, restMs);
    };
    move();
    document.addEventListener('pointermove', move);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', move);
    };
  }, [element]);
}
