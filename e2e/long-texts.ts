/** Shows whose titles, synopses and numbers are as long as they get. */
import { categories } from '../amplify/show';
import type { Movie, RoundResult, Snapshot } from '../live/backend';
import { totalOf } from '../live/counts';
import { busyShow, frozenAtMs, newShow, pausedShow } from './frozen-show';

/** Titles as TMDB has them, one word without a space among them. */
export const longTitles = [
  'Birds of Prey (and the Fantabulous Emancipation of One Harley Quinn)',
  'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb',
  'Night of the Day of the Dawn of the Son of the Bride of the Return of the Revenge of the Terror of the Attack of the ' +
    'Evil, Mutant, Hellbound, Flesh-Eating Subhumanoid Zombified Living Dead, Part 3',
  'クレヨンしんちゃん 嵐を呼ぶ モーレツ!オトナ帝国の逆襲 劇場版 特別編集ディレクターズカット完全版',
  'حكاية الأميرة كاغويا والرجل الذي باع العالم ثم عاد ليبحث عن ظله في مدينة لا تنام',
  'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  'The Assassination of Jesse James by the Coward Robert Ford',
] as const;

/** As long as a synopsis of TMDB gets: 1,000 characters. */
const longSynopsis = (
  'When Union spies steal his locomotive, and with it the woman he loves, a Confederate engine driver goes after both, ' +
  'alone, across enemy lines, by handcar, by bicycle and on foot, until the chase turns round and the whole army is behind him. '
)
  .repeat(5)
  .slice(0, 1000);

const synopses: Partial<Record<string, string>> = {
  [longTitles[3]]: '汽車を盗まれた機関士は、愛する人を取り戻すため、たった一人で敵陣の奥深くまで追いかける。'.repeat(
    12,
  ),
  [longTitles[4]]: 'يسرق جواسيس الاتحاد قاطرته ومعها المرأة التي يحبها، فيطاردهم السائق وحده عبر خطوط العدو. '.repeat(
    8,
  ),
};

/** A movie that is showing, after millions of votes. */
export function longShow(title: string): Snapshot {
  const movie: Movie = {
    ...movieOf(busyShow),
    id: title.slice(0, 40),
    title,
    synopsis: synopses[title] ?? longSynopsis,
  };
  return {
    ...busyShow,
    round: busyShow.round && { ...busyShow.round, movie },
    scores: {
      roundId: busyShow.round?.roundId ?? '',
      love: 26_401,
      like: 1171,
      meh: 999_949,
      unknown: 123_456,
      hate: 9999,
      voters: 1_234_567,
    },
    leaders: categories.map((category, index) => ({
      category,
      votes: 12_345_678,
      title: longTitles[index] ?? title,
      poster: '/posters/metropolis.svg',
    })),
  };
}

/** Its result, 8.3 s into the round, with a new record. Two categories have the same number of people in a tie. */
export function longResult(title: string, { isTie = false } = {}): Snapshot {
  const { scores, leaders, ...long } = longShow(title);
  const favourites = { love: isTie ? 11_111 : 12_345, like: 678, meh: 90, unknown: 11_111, hate: 999 };
  return {
    ...long,
    scores: scores && { ...scores, voters: totalOf(favourites), favourites },
    leaders: leaders.map((leader) => ({ ...leader, voters: 10_000 })),
    serverTime: frozenAtMs + 6300,
  };
}

/** The same, paused. */
export function longPausedShow(title: string): Snapshot {
  const long = longShow(title);
  return { ...long, round: pausedShow.round && { ...pausedShow.round, movie: movieOf(long) }, scores: null };
}

/** Before the first movie, with the records of an earlier show. */
export const longNewShow: Snapshot = { ...newShow, leaders: longShow(longTitles[0]).leaders };

/** The last rounds of each of them. */
export const longRecentRounds = (rounds: RoundResult[]): RoundResult[] =>
  rounds.map((round, index) => ({
    ...round,
    title: longTitles[index] ?? round.title,
    love: 1_234_567,
    hate: 7_654_321,
    voters: 1_000_000,
  }));

function movieOf({ round }: Snapshot): Movie {
  if (!round) throw new Error('The show has no round.');
  return round.movie;
}
