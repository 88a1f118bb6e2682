/** Keeps the screen from sleeping: https://www.w3.org/TR/screen-wake-lock/ */
import { useEffect } from 'react';

/** The browser releases the lock when the page is hidden; it is requested again when the page is visible. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let isUnmounted = false;

    const requestLock = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        await lock?.release();
        lock = taken;
        if (isUnmounted) await taken.release();
      } catch {
        // The battery is low, or the device does not allow it. The page works without the lock.
      }
    };

    void requestLock();
    const onVisibility = () => void requestLock();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      isUnmounted = true;
      document.removeEventListener('visibilitychange', onVisibility);
      void lock?.release();
    };
  }, []);
}
