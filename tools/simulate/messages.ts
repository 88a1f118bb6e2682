/** Sizes of the messages to screens, as AppSync sends them, averaged over the built-in catalogue. */
import { catalogue } from '../../amplify/functions/movies/catalogue';
import { perCategory } from '../../amplify/show';

const id = '00000000-0000-0000-0000-000000000000';
const bytesOf = (field: string, value: unknown) =>
  Buffer.byteLength(JSON.stringify({ type: 'data', id, payload: { data: { [field]: value } } }));
const mean = (values: number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);

const counts = perCategory(() => 1000);

export const messageBytes = {
  /** The totals of a round. */
  scores: bytesOf('onScores', {
    scores: { roundId: '1790000000', ...counts, voters: 1000, favourites: counts },
    leaders: [],
  }),
  round: mean(
    catalogue.map((movie) =>
      bytesOf('onRound', {
        roundId: '1790000000',
        startsAt: 1_790_000_000,
        endsAt: 1_790_000_010,
        movie,
        nextPoster: movie.poster,
      }),
    ),
  ),
  /** A message of sixty characters. */
  chat: bytesOf('onMessage', {
    id,
    nickname: 'A viewer',
    text: 'x'.repeat(60),
    sender: 'x'.repeat(12),
    sentAt: 1_790_000_000_000,
  }),
};
