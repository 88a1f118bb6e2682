'use client';

/** The session of this page, for the components that render its state and call it. */
import {
  createContext,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import type { Backend, Outputs, PublicSnapshot } from '../../live/backend';
import { followPage } from '../../live/page-lifecycle';
import { phaseAt, phaseLeftMs, type Phase } from '../../live/phase';
import { deviceStore, visitStore } from '../../live/device-store';
import { schedule } from '../../live/schedule';
import type { ShowState } from '../../live/show-reducer';
import { showStatus, type ShowStatus } from '../../live/show-status';
import { ShowSession, startingState } from '../../live/show-session';
import { prefersReducedMotion } from '../theme/motion';
import { openPageBackend } from './page-backend';

interface ShowValue {
  /** Null on the server and until it has opened. */
  session: ShowSession | null;
  startingState: ShowState;
  /** Whether someone had voted on this device when the page was loaded. */
  hasVotedBefore: boolean;
  /** The server's time, in epoch milliseconds. */
  now: () => number;
}

const ShowContext = createContext<ShowValue | null>(null);

interface ShowProviderProps {
  outputs: Outputs;
  /** The snapshot that the server rendered the page with; null if it had none. */
  initial: PublicSnapshot | null;
  /** Whether someone has voted on this device. */
  hasVotedBefore?: boolean;
  /** The chat room of a page that belongs to nobody. Otherwise it follows from the guest. */
  chatRoom?: number | undefined;
  /** Connects to a backend; tests pass one in memory. */
  open?: (outputs: Outputs) => Backend;
  children: ReactNode;
}

/** Opens a session for its children and closes it when it unmounts. */
export function ShowProvider({
  outputs,
  initial,
  hasVotedBefore = false,
  chatRoom,
  open = openPageBackend,
  children,
}: ShowProviderProps) {
  const [session, setSession] = useState<ShowSession | null>(null);

  useEffect(() => {
    let close: (() => void) | undefined;
    const start = () => {
      const opened = new ShowSession({
        backend: open(outputs),
        initial,
        storage: deviceStore(),
        // A large screen belongs to nobody: it does not show what somebody has read in the same tab.
        visit: chatRoom === undefined ? visitStore() : undefined,
        chatRoom,
        canCountUp: () => !document.hidden && !prefersReducedMotion(),
      });
      const leave = opened.start();
      const unfollow = followPage(opened);
      close = () => {
        unfollow();
        leave();
      };
      // Everything renders anew.
      startTransition(() => setSession(opened));
    };
    // Not while rendering, which also happens on the server and more than once, and not in the task that hydrates the page.
    const cancel = schedule(0, start);
    return () => {
      cancel();
      close?.();
      // React keeps the state of a hidden tree: without this, the closed session would be back when it is shown.
      setSession(null);
    };
  }, [outputs, initial, chatRoom, open]);

  const value = useMemo<ShowValue>(() => {
    const renderedAt = initial?.serverTime ?? 0;
    return {
      session,
      startingState: startingState(initial),
      hasVotedBefore,
      now: () => session?.clock.now() ?? renderedAt,
    };
  }, [session, initial, hasVotedBefore]);

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

/** Whether someone had voted on this device when the page was loaded. */
export function useHasVotedBefore(): boolean {
  return useShowValue().hasVotedBefore;
}

/** The server's clock. It does not run until the session has opened. */
export function useServerNow(): () => number {
  return useShowValue().now;
}

/**
 * A part of the state. What the backend sends is rendered in pieces, between which the page reacts to input; the guest's
 * own votes are rendered at once.
 *
 * @param select must return the same value for the same state
 */
export function useShow<T>(select: (state: ShowState) => T): T {
  const { session, startingState: start } = useShowValue();
  /** The state in which the selected part changed last. */
  const [seen, setSeen] = useState(() => session?.getState() ?? start);
  const value = select(seen);
  const rendered = useRef({ select, value });

  const update = useCallback(() => {
    if (session === null) return;
    const state = session.getState();
    const { current } = rendered;
    if (!Object.is(current.select(state), current.value)) setSeen(state);
  }, [session]);

  useEffect(() => {
    rendered.current = { select, value };
    startTransition(update);
  }, [select, value, update]);

  useEffect(() => session?.subscribe((isAnswer) => (isAnswer ? update() : startTransition(update))), [session, update]);

  return value;
}

/** The clock is read at least this often, since it may have been set. */
const recheckMs = 1000;

/** The phase of the round, by the server's clock. */
export function usePhase(): Phase {
  const now = useServerNow();
  const round = useShow((state) => state.round);
  const isPaused = useShow((state) => state.controls.isPaused);

  // Read while rendering, so that a new round is never rendered in the phase of the one before.
  const read = () => phaseAt(round, now(), isPaused);
  const followClock = useCallback(
    (onChange: () => void) => {
      let timer: ReturnType<typeof setTimeout>;
      const check = () => {
        onChange();
        timer = setTimeout(check, Math.min(recheckMs, (phaseLeftMs(round, now()) ?? recheckMs) + 1));
      };
      check();
      return () => clearTimeout(timer);
    },
    [round, now],
  );
  return useSyncExternalStore(followClock, read, read);
}

/** Usually the next round starts at once, and a text for the gap would only flicker. */
const overDelayMs = 700;

/** The status of the show for texts: `over` is delayed. */
export function useShowStatus(phase: Phase): ShowStatus {
  const connection = useShow((state) => state.connection);
  const [displayed, setDisplayed] = useState(phase);

  useEffect(() => {
    const display = () => startTransition(() => setDisplayed(phase));
    const timer = setTimeout(display, phase === 'over' ? overDelayMs : 0);
    return () => clearTimeout(timer);
  }, [phase]);

  return showStatus(phase === 'over' ? displayed : phase, connection);
}
