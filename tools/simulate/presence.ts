/** What arriving and being connected uses. */
import { limits } from '../../amplify/limits';
import { requests, sumUsage, updatesPerArrival, use, type Usage } from '../pricing/usage';

/** Requests of a page to AppSync: a snapshot after it subscribes, and about one an hour, by which it sets its clock. */
export const requestsPerArrival = 1;
const requestsPerHour = 1;
/** Read units of a snapshot: a row of `Round`, read consistently, and the rows of `CategoryRecord`. */
export const roundReadUnitsPerSnapshot = 1;
const recordReadUnits = 0.5;
/** Read units of what operators have set, a row of `Show`, in a snapshot. Many blocked words make the row larger. */
export const showReadUnitsPerSnapshot = 1;
/** Read units of the recent rounds: eight rows of `Round` that need not be consistent. */
const recentRoundsReadUnits = 1.5;

/** Size of a first visit, rounded up from the 343 kB that `npm run bench -- page` measured. */
const pageBytes = 350_000;
/** Requests of a first visit to the server of the page: the page, its scripts, styles, fonts and a poster. */
export const requestsPerVisit = 20;
/** Cached snapshots: one at first, and one to complete the recent rounds once the page is connected. */
export const snapshotsPerVisit = 2;
/** Size of an answer of `/snapshot`, with headers. */
const snapshotBytes = 2000;

/**
 * The page and `/snapshot` are cached for a second in each of the CDN's locations that ask the server. Each location is
 * assumed to have a server of its own, which asks the backend once a second, and for the recent rounds every five seconds.
 */
export const cdnLocations = 13;
/** The most read units of these servers on `Round`, in a second. */
export const serverReadUnits = cdnLocations * (roundReadUnitsPerSnapshot + recentRoundsReadUnits);
/** Duration and memory of a rendering on the server. */
const renderSeconds = 0.1;
const renderGigabytes = 1;

/** The usage of a server that renders a cached page which is requested at this rate. */
function rendering(requestsPerSecond: number): Usage {
  const renders = Math.min(requestsPerSecond, cdnLocations);
  const recent = Math.min(requestsPerSecond, (2 * cdnLocations) / limits.roundSeconds);
  return sumUsage([
    requests(renders + recent),
    use({
      pages: requestsPerSecond,
      renderGigabyteSeconds: renders * renderSeconds * renderGigabytes,
      readUnits:
        renders * (roundReadUnitsPerSnapshot + recordReadUnits + showReadUnitsPerSnapshot) +
        recent * recentRoundsReadUnits,
    }),
  ]);
}

/**
 * An audience that arrives once an hour and stays. Each page is loaded, asks for cached snapshots, obtains an identity, and
 * connects.
 */
export function presenceUsage(viewers: number): Usage {
  const arrivals = viewers / 3600;
  const snapshots = arrivals * (requestsPerArrival + requestsPerHour);
  return sumUsage([
    rendering(arrivals),
    rendering(arrivals * snapshotsPerVisit),
    requests(snapshots),
    use({
      pageGigabytes: (arrivals * (pageBytes + snapshotsPerVisit * snapshotBytes)) / 10 ** 9,
      readUnits: snapshots * (roundReadUnitsPerSnapshot + recordReadUnits + showReadUnitsPerSnapshot),
      connectionMinutes: viewers / 60,
      updates: arrivals * updatesPerArrival,
    }),
  ]);
}
