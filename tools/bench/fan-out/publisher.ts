/** Publishes scores as the tally does, under its role: guests may not. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SignatureV4 } from '@smithy/signature-v4';
import { categories, noVotes } from '../../../amplify/show';
import { NodeSha256 } from '../../guest/node-sha256';
import type { Deployment } from '../../../local/cloudformation/deployment';
import { assumeRole } from '../../../local/iam/assume-role';
import { SessionCredentials } from '../../../local/iam/session-credentials';

/** As `amplify/functions/tally/handler.ts` writes it. */
const query = /* GraphQL */ `
  mutation PublishScores($scores: ScoresInput!, $leaders: [LeaderboardEntryInput!]!) {
    publishScores(scores: $scores, leaders: $leaders) {
      scores {
        roundId
        love
        like
        meh
        unknown
        hate
        voters
      }
      leaders {
        category
        votes
        title
        poster
      }
    }
  }
`;

/** Of the middle of an evening: a record in each category. */
const variables = {
  scores: { roundId: '176400000', ...noVotes, love: 1204, like: 873, meh: 311, unknown: 42, hate: 97, voters: 1893 },
  leaders: categories.map((category, place) => ({
    category,
    votes: 4000 - place,
    title: 'The Cabinet of Dr. Caligari',
    poster: '/posters/the-cabinet-of-dr-caligari.svg',
  })),
};

export interface SignedPost {
  headers: Record<string, string>;
  body: string;
}

export class Publisher {
  private constructor(private readonly signer: SignatureV4) {}

  /** @param dataFolder - of the local backend, which keeps there the key that its credentials hang on */
  static async of(deployment: Deployment, dataFolder: string): Promise<Publisher> {
    const [stream] = deployment.eventSourceMappings;
    const tally = deployment.functions.find(({ arn }) => arn === stream?.functionArn);
    if (!tally) throw new Error('No function reads the stream of ballots.');
    const key = Buffer.from(await readFile(path.join(dataFolder, 'credentials.key'), 'utf8'), 'base64');
    const credentials = new SessionCredentials(key).issue(assumeRole(tally.roleArn, tally.name), 3600);
    return new Publisher(
      new SignatureV4({
        credentials,
        service: 'appsync',
        region: deployment.region,
        sha256: NodeSha256,
        applyChecksum: false,
      }),
    );
  }

  /** Signs a publication, to be sent as it is. */
  async sign(graphqlUrl: string): Promise<SignedPost> {
    const { protocol, hostname, host, pathname } = new URL(graphqlUrl);
    const body = JSON.stringify({ query, variables });
    const request = {
      method: 'POST',
      protocol,
      hostname,
      path: pathname,
      headers: { host, 'content-type': 'application/json' },
      body,
    };
    return { headers: (await this.signer.sign(request)).headers, body };
  }
}
