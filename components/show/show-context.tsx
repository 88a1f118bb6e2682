'use client';

/** The session of this page, for the components that render its state and call it. */
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { openBackend, type Backend, type Outputs, type Snapshot } from '../../live/backend';
import { followPage } from '../../live/page-lifecycle';
import { phaseAt, phaseLeftMs, type Phase } from '../../live/phase';
import { deviceStore } from '../../live/device-store';
import type { ShowState } from '../../live/show-reducer';
import { ShowSession, startingState } from '../../live/show-session';

interface ShowValue {
  /** Null on the server and until it has opened. */
  session: ShowSession | null;
  startingState: ShowState;
  /** The server's time, in epoch milliseconds. */
  now: () => number;
}

const ShowContext = createContext<ShowValue | null>(null);

interface ShowProviderProps {
  outputs: Outputs;
  /** The snapshot that the server rendered the page with; null if it had none. */
  initial: Snapshot | null;
  /** Connects to a backend; tests pass one in memory. */
  open?: (outputs: Outputs) => Backend;
  children: ReactNode;
}

/** Opens a session for its children and closes it when it unmounts. */
export function ShowProvider({ outputs, initial, open = openBackend, children }: ShowProviderProps) {
  const [session, setSession] = useState<ShowSession | null>(null);

  useEffect(() => {
    const opened = new ShowSession({ backend: open(outputs), initial, storage: deviceStore() });
    const leave = opened.start();
    const unfollow = followPage(opened);
    // Opened in an effect, since rendering also happens on the server and more than once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setSession(opened);
    return () => {
      unfollow();
      leave();
      // React keeps the state of a hidden tree: without this, the closed session would be back when it is shown.
      setSession(null);
    };
  }, [outputs, initial, open]);

  const value = useMemo<ShowValue>(() => {
    const renderedAt = initial?.serverTime ?? 0;
    return {
      session,
      startingState: startingState(initial),
      now: () => session?.clock.now() ?? renderedAt,
    };
  }, [session, initial]);

  return <ShowContext value={value}>{children}</ShowContext>;
}

function useShowValue(): ShowValue {
  const value = useContext(ShowContext);
  if (value === null) throw new Error('This component belongs inside a ShowProvider.');
  return value;
}

/** The session; null until it has opened. */
export function useSession(): ShowSession | null {
  return useShowValue().session;
}

/** The server's clock. It does not run until the session has opened. */
export function useServerNow(): () => number {
  return useShowValue().now;
}

const never = () => () => undefined;

/** A part of the state. @param select must return the same value for the same state. */
export function useShow<T>(select: (state: ShowState) => T): T {
  const { session, startingState: start } = useShowValue();
  return useSyncExternalStore(
    session?.subscribe ?? never,
    () => select(session?.getState() ?? start),
    () => select(start),
  );
}

/** The clock is read at least this often, since it may have been set. */
const recheckMs = 1000;

/** The phase of the round, by the server's clock. */
export function usePhase(): Phase {
  const now = useServerNow();
  const round = useShow((state) => state.round);
  const [phase, setPhase] = useState(() => phaseAt(round, now()));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const check = () => {
      setPhase(phaseAt(round, now()));
      timer = setTimeout(check, Math.min(recheckMs, (phaseLeftMs(round, now()) ?? recheckMs) + 1));
    };
    check();
    return () => clearTimeout(timer);
  }, [round, now]);

  return phase;
}

/** Usually the next round starts at once, and a text for the gap would only flicker. */
const overDelayMs = 700;

/** The phase for texts: `over` is delayed. */
export function useDisplayedPhase(phase: Phase): Phase {
  const [displayed, setDisplayed] = useState(phase);

  useEffect(() => {
    const timer = setTimeout(setDisplayed, phase === 'over' ? overDelayMs : 0, phase);
    return () => clearTimeout(timer);
  }, [phase]);

  return phase === 'over' ? displayed : phase;
}
