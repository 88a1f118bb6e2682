import { MessagePage } from './message-page';

/** The page that the app shows to its developer if it has no backend. */
export function BackendUnavailable({ problem }: { problem: string }) {
  return (
    <MessagePage title="No backend found">
      {/* `npm start` serves pages before the backend has written the file. */}
      <meta httpEquiv="refresh" content="2" />
      <p>
        This page reads <code>amplify_outputs.json</code> to find its backend. Run <code>npm run dev</code>, which
        starts a local backend and writes the file, or <code>npx ampx sandbox</code> for one of your own on AWS. This
        page looks for it by itself.
      </p>
      <pre>{problem}</pre>
    </MessagePage>
  );
}
