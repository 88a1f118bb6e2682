/** Keeps the screen from sleeping: https://www.w3.org/TR/screen-wake-lock/ */
import { useEffect } from 'react';

/** The browser lets go of the lock whenever the page is hidden; it is asked for again when the page is seen. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let hasLeft = false;

    const stayAwake = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        await lock?.release();
        lock = taken;
        if (hasLeft) await taken.release();
      } catch {
        // A low battery, or a device that forbids it: the show goes on.
      }
    };

    void stayAwake();
    const onVisibility = () => void stayAwake();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      hasLeft = true;
      document.removeEventListener('visibilitychange', onVisibility);
      void lock?.release();
    };
  }, []);
}
