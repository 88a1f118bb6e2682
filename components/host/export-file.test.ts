import { describe, expect, it } from 'vitest';
import { noVotes } from '../../amplify/show';
import type { RoundResult } from '../../live/host-backend';
import { cellOf, csvOf, fileNameOf, jsonOf } from './export-file';

const round: RoundResult = {
  ...noVotes,
  roundId: '1800000000',
  title: 'Ben-Hur, “the” "epic"',
  poster: '/p.svg',
  love: 3,
  hate: 1,
  voters: 2,
  favourites: { ...noVotes, love: 2 },
};

describe('a cell', () => {
  it.each([
    ['M', 'M'],
    ['Plain, but with a comma', '"Plain, but with a comma"'],
    ['8½', '8½'],
    ['He said "no"', '"He said ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("https://x")', '"\'=HYPERLINK(""https://x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@cmd', "'@cmd"],
    ['\tcmd', "'\tcmd"],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1', "'＝1"],
    [-5, '-5'],
  ])('of %o is %o', (value, cell) => {
    expect(cellOf(value)).toBe(cell);
  });
});

describe('the CSV file', () => {
  it('starts with a byte order mark and a header, and ends each line with CR and LF', () => {
    const file = csvOf([round]);
    expect(file.startsWith('\uFEFFround,startedAt,title,voters,loveVotes,')).toBe(true);
    const lines = file.split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toBe('');
    expect(lines[1]).toBe('1800000000,2027-01-15T08:00:00.000Z,"Ben-Hur, “the” ""epic""",2,3,0,0,0,1,2,0,0,0,0');
  });

  it('has only the header without rounds', () => {
    expect(csvOf([]).split('\r\n')).toHaveLength(2);
  });
});

describe('the JSON file', () => {
  it('has an object for each round', () => {
    expect(JSON.parse(jsonOf([round]))).toEqual([
      {
        roundId: '1800000000',
        startedAt: '2027-01-15T08:00:00.000Z',
        title: round.title,
        voters: 2,
        votes: { ...noVotes, love: 3, hate: 1 },
        favourites: { ...noVotes, love: 2 },
      },
    ]);
  });
});

it('is named after its time, in characters that every system takes', () => {
  expect(fileNameOf(1_800_000_000_000, 'csv')).toBe('matinee-2027-01-15T08-00.csv');
});
