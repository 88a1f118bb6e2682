/** The core of the show in Firefox. */
import { testCore } from './core';

// Firefox logs these errors for requests and WebSockets to the backend.
testCore(
  'firefox',
  /^javascript: (?:Cross-Origin Request Blocked: .* at http:\/\/localhost:.*CORS request did not succeed|Firefox can’t establish a connection to the server at ws:\/\/localhost:)/,
);
