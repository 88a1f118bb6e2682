/** The core of the show in WebKit. */
import { testCore } from './core';

// Its own messages do not pass through the console of the page, which is all that the driver can see.
testCore('webkit', null);
