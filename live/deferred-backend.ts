/**
 * A backend whose client is loaded while its page already runs. Amplify's client is the largest part of the code, and
 * neither the first paint, nor the rounds, nor a tap needs it: the votes and messages that do wait for it.
 */
import type { Backend, BackendClient, Observable } from './backend';

/**
 * Returns a backend at once.
 *
 * @param loading resolves when the client is loaded
 * @param publicSnapshot where public snapshots come from, which do not wait for it
 */
export function deferredBackend(loading: Promise<Backend>, publicSnapshot: Backend['publicSnapshot']): Backend {
  /** Starts something with the backend as soon as it is there. Returns a function that ends it, started or not. */
  const whenLoaded = (start: (backend: Backend) => () => void): (() => void) => {
    let isEnded = false;
    let end: (() => void) | undefined;
    void loading.then((backend) => {
      if (!isEnded) end = start(backend);
    });
    return () => {
      isEnded = true;
      end?.();
    };
  };

  const observable = <T>(open: (client: BackendClient) => Observable<T>): Observable<T> => ({
    subscribe: (observer) => ({
      unsubscribe: whenLoaded(({ client }) => {
        const subscription = open(client).subscribe(observer);
        return () => subscription.unsubscribe();
      }),
    }),
  });

  return {
    client: {
      queries: {
        snapshot: async () => (await loading).client.queries.snapshot(),
        recentRounds: async () => (await loading).client.queries.recentRounds(),
      },
      mutations: {
        castVotes: async (votes) => (await loading).client.mutations.castVotes(votes),
        sendMessage: async (message) => (await loading).client.mutations.sendMessage(message),
        reportMessage: async (message) => (await loading).client.mutations.reportMessage(message),
      },
      subscriptions: {
        onRound: () => observable(({ subscriptions }) => subscriptions.onRound()),
        onScores: () => observable(({ subscriptions }) => subscriptions.onScores()),
        onMessage: (where) => observable(({ subscriptions }) => subscriptions.onMessage(where)),
        onShow: () => observable(({ subscriptions }) => subscriptions.onShow()),
      },
    },
    guest: {
      id: async () => (await loading).guest.id(),
      forget: async () => (await loading).guest.forget(),
    },
    publicSnapshot,
    listen: (listener) => whenLoaded((backend) => backend.listen(listener)),
  };
}
