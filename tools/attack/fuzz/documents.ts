/** GraphQL documents for the app's schema in many forms. Most of them are valid. */
import fc from 'fast-check';
import { categories } from '../../../amplify/show';
import { oddText, oddJson } from './mutations';

/** Fields with subfields, by type. All other fields are leaves. */
const types: Record<string, Record<string, string | undefined>> = {
  Query: { snapshot: 'Snapshot' },
  Snapshot: { round: 'CurrentRound', scores: 'Scores', leaders: 'LeaderboardEntry', serverTime: undefined },
  CurrentRound: { roundId: undefined, startsAt: undefined, movie: 'Movie', nextPoster: undefined },
  Movie: { id: undefined, title: undefined, poster: undefined },
  Scores: { roundId: undefined, voters: undefined, love: undefined, hate: undefined, favourites: 'Favourites' },
  Favourites: { love: undefined, hate: undefined },
  ScoresUpdate: { scores: 'Scores', leaders: 'LeaderboardEntry' },
  LeaderboardEntry: { category: undefined, votes: undefined, title: undefined },
  BallotReceipt: {
    roundId: undefined,
    love: undefined,
    like: undefined,
    meh: undefined,
    unknown: undefined,
    hate: undefined,
  },
  Message: { id: undefined, nickname: undefined, text: undefined, sender: undefined, sentAt: undefined },
};

/** Response keys, including names like `constructor`. */
const alias = fc.constantFrom(
  '',
  '',
  '',
  '',
  'a: ',
  'b: ',
  '__proto__: ',
  'constructor: ',
  'toString: ',
  'serverTime: ',
);
/** The variables of the conditions are declared by {@link operation}. */
const condition = fc.constantFrom(
  '',
  '',
  '',
  '',
  ' @include(if: true)',
  ' @skip(if: false)',
  ' @skip(if: true)',
  ' @include(if: $yes)',
  ' @skip(if: $no)',
);

function field(type: string, depth: number): fc.Arbitrary<string> {
  const names = fc.constantFrom(...Object.keys(types[type] ?? {}), '__typename');
  return fc.tuple(alias, names, condition).chain(([key, name, directive]) => {
    const inner = types[type]?.[name];
    const selection = inner ? selections(inner, depth - 1) : fc.constant('');
    return selection.map((selected) => `${key}${name}${directive}${selected}`);
  });
}

/** A selection set of a type, with fragments; those with names are declared by {@link operation}. */
export function selections(type: string, depth = 4): fc.Arbitrary<string> {
  if (depth <= 0) return fc.constant(' { __typename }');
  const inline = fc
    .tuple(condition, fc.boolean())
    .chain(([directive, isTyped]) =>
      selections(type, depth - 1).map((selected) => `...${isTyped ? ` on ${type}` : ''}${directive}${selected}`),
    );
  const spread = condition.map((directive) => `...F_${type}${directive}`);
  return fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: field(type, depth) },
        { weight: 1, arbitrary: inline },
        { weight: 1, arbitrary: spread },
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((parts) => ` { ${parts.join(' ')} }`);
}

function fragmentsOf(text: string): string {
  const used = [...new Set([...text.matchAll(/\.\.\.F_(\w+)/g)].map(([, type = '']) => type))];
  return used
    .map(
      (type) =>
        ` fragment F_${type} on ${type} { ...G_${type} ...G_${type} } fragment G_${type} on ${type} { __typename ...H_${type} } fragment H_${type} on ${type} { k: __typename }`,
    )
    .join('');
}

export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** An operation with a root selection and its variables. */
function operation(kind: string, root: string, variables: Record<string, unknown>, declared: string[]): Operation {
  const used = [
    ...declared,
    ...(root.includes('$yes') ? ['$yes: Boolean = true'] : []),
    ...(root.includes('$no') ? ['$no: Boolean! = false'] : []),
  ];
  return {
    query: `${kind} Q${used.length > 0 ? `(${used.join(', ')})` : ''} { ${root} }${fragmentsOf(root)}`,
    variables,
  };
}

const conditions = fc.record(
  { yes: fc.constantFrom(true, false, null, 'x'), no: fc.constantFrom(true, false, null) },
  { requiredKeys: [] },
);

/** Queries of the snapshot, some with several selections of it. */
export const queries: fc.Arbitrary<Operation> = fc
  .tuple(fc.array(fc.tuple(alias, condition, selections('Snapshot')), { minLength: 1, maxLength: 3 }), conditions)
  .map(([roots, variables]) =>
    operation(
      'query',
      roots.map(([key, directive, selected]) => `${key}snapshot${directive}${selected}`).join(' '),
      variables,
      [],
    ),
  );

/** Values for conditions, often null, which is invalid. An update is executed with it much later. */
const lastingConditions = fc.record({ yes: fc.constantFrom(true, null), no: fc.constantFrom(true, false) });
const returns = { onRound: 'CurrentRound', onScores: 'ScoresUpdate', onMessage: 'Message' };
/** The room as an argument, often none or one that does not exist. */
const room = fc.constantFrom('', '', 'room: 0', 'room: null', 'room: 1', 'room: -1', 'room: 8192', 'room: "0"');

export const subscriptions: fc.Arbitrary<Operation> = fc
  .constantFrom<(keyof typeof returns)[]>('onRound', 'onScores', 'onMessage', 'onMessage')
  .chain((name) => fc.tuple(alias, fc.constant(name), room, condition, selections(returns[name], 3), lastingConditions))
  .map(([key, name, where, directive, selected, variables]) => {
    const args = name === 'onMessage' && where ? `(${where})` : '';
    return operation('subscription', `${key}${name}${args}${directive}${selected}`, variables, []);
  });

const scalar = fc.oneof(
  oddJson,
  oddText,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const votes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 100 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 101, 1.5, 2 ** 31, '7', null) },
  { weight: 1, arbitrary: scalar },
);

/** Arguments of `castVotes`, about half of them valid. */
export const ballots = (roundId: () => string): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({
    roundId: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined).map(roundId) }, { weight: 1, arbitrary: scalar }),
    ...Object.fromEntries(
      categories.map((category) => [
        category,
        fc.oneof({ weight: 15, arbitrary: fc.integer({ min: 0, max: 100 }) }, { weight: 1, arbitrary: votes }),
      ]),
    ),
  });

const ballotTypes = ['$roundId: String!', ...categories.map((category) => `$${category}: Int!`)];

/** `castVotes` with its arguments as variables. */
export const castVotes = (roundId: () => string): fc.Arbitrary<Operation> =>
  fc.tuple(ballots(roundId), selections('BallotReceipt'), conditions).map(([args, selected, variables]) => {
    const given = ['roundId', ...categories].map((name) => `${name}: $${name}`).join(', ');
    return operation('mutation', `castVotes(${given})${selected}`, { ...variables, ...args }, ballotTypes);
  });

const talk = fc.oneof(
  { weight: 3, arbitrary: oddText },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('a'.repeat(280), 'a'.repeat(281), ' x ') },
  { weight: 1, arbitrary: scalar },
);

/** One or more calls of `sendMessage`, with literals or variables. */
export const sendMessage: fc.Arbitrary<Operation> = fc
  .tuple(
    fc.oneof(fc.constantFrom<unknown>('Ada', 'Bob'), talk),
    talk,
    fc.array(fc.tuple(alias, selections('Message')), { minLength: 1, maxLength: 3 }),
    room,
    conditions,
  )
  .map(([nickname, text, roots, where, variables]) =>
    operation(
      'mutation',
      roots
        .map(([key, selected]) => `${key}sendMessage(nickname: $nickname, text: $text ${where})${selected}`)
        .join(' '),
      { ...variables, nickname, text },
      ['$nickname: String!', '$text: String!'],
    ),
  );

/** Texts that are not documents. */
export const oddDocuments: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          '...',
          ' on ',
          'query',
          'mutation',
          'subscription',
          'fragment F ',
          '@skip(if: ',
          '$a',
          ':',
          '[',
          ']',
          '"',
          '"""',
          '#',
          'snapshot',
          '__schema',
          '__type(name: "Query")',
          'startRound',
          'null',
          '1',
        ),
        oddText,
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('{ snapshot ', '{ ... ', '{ a(b: [', '{ a(b: {c: '), fc.nat(5000))
    .map(([part, count]) => part.repeat(count)),
  fc
    .tuple(
      fc.constantFrom(
        ' snapshot { serverTime }',
        ' a',
        ' a: snapshot { serverTime }',
        ' ...F',
        ' @skip(if: true)',
        ' a(b: 1)',
        ' ... { snapshot { serverTime } }',
      ),
      fc.nat(4000),
    )
    .map(([part, count]) => `{${part.repeat(count)} }`),
  fc
    .nat(60)
    .map(
      (count) =>
        `{ ...F0 } ${Array.from({ length: count }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${count} on Query { snapshot { serverTime } }`,
    ),
);
