'use client';

/** The session of this page, and how its parts report what they have done. */
import { createContext, useCallback, useContext, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { BackendError } from '../../live/backend-error';
import type { Account } from '../../live/host-backend';
import type { HostSession } from '../../live/host-session';
import type { HostState } from '../../live/host-state';
import { fill } from '../../languages/texts';
import type { HostTexts } from '../../languages/host/texts';
import { useHostTexts } from './host-texts';
import { Toasts, type Toast } from './toasts';

interface HostValue {
  session: HostSession;
  account: Account;
  /** Tells the host something. */
  notify: (toast: Omit<Toast, 'id'>) => void;
}

const HostContext = createContext<HostValue | null>(null);

interface HostProviderProps {
  session: HostSession;
  account: Account;
  children: ReactNode;
}

/** A new one replaces the oldest: a phone has no room for more. */
const maxToasts = 2;

let lastToast = 0;

export function HostProvider({ session, account, children }: HostProviderProps) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const notify = useCallback((toast: Omit<Toast, 'id'>) => {
    lastToast += 1;
    const added = { ...toast, id: lastToast };
    setToasts((shown) => [...shown, added].slice(-maxToasts));
  }, []);
  const remove = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const value = useMemo(() => ({ session, account, notify }), [session, account, notify]);
  return (
    <HostContext value={value}>
      {children}
      <Toasts toasts={toasts} onEnd={remove} />
    </HostContext>
  );
}

function useHostValue(): HostValue {
  const value = useContext(HostContext);
  if (value === null) throw new Error('This component belongs inside a HostProvider.');
  return value;
}

export function useHostSession(): HostSession {
  return useHostValue().session;
}

export function useAccount(): Account {
  return useHostValue().account;
}

/** A part of the state. @param select must return the same value for the same state */
export function useHost<T>(select: (state: HostState) => T): T {
  const { session } = useHostValue();
  return useSyncExternalStore(session.subscribe, () => select(session.getState()));
}

/** Returns the sentence that tells a host why a call has failed. */
export function failureText({ feedback }: Pick<HostTexts, 'feedback'>, error: unknown): string {
  if (!(error instanceof BackendError)) return feedback.noAnswer;
  if (error.type === 'Unauthorized' || error.type === 'SignedOut') return feedback.unauthorized;
  if (error.type === 'NetworkError') return feedback.noAnswer;
  return fill(feedback.refused, { type: error.message });
}

interface Outcome {
  /** What to say when it has worked. */
  done?: string;
  /** What undoes it. */
  undo?: () => Promise<void>;
}

/** Returns a function that does something, then offers to undo it, or says why it has failed. It resolves in any case. */
export function useAct(): (act: () => Promise<void>, outcome?: Outcome) => Promise<boolean> {
  const { notify } = useHostValue();
  const texts = useHostTexts();
  return useCallback(
    async (act, { done, undo } = {}) => {
      const fail = (error: unknown) => notify({ text: failureText(texts, error), isError: true });
      try {
        await act();
      } catch (error) {
        fail(error);
        return false;
      }
      if (done === undefined) return true;
      const undone = () => notify({ text: texts.feedback.undone });
      notify({ text: done, ...(undo && { undo: () => void undo().then(undone, fail) }) });
      return true;
    },
    [notify, texts],
  );
}
