/** Publishes scores under the tally's role. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deployment } from 'amplify-local';
import { assumeRole, SessionCredentials } from 'amplify-local/iam';
import type { SignatureV4 } from '@smithy/signature-v4';
import { categories, noVotes } from '../../../amplify/show';
import { createSigner, signPost } from '../../guest/signer';

/** The same document as in `amplify/functions/tally/handler.ts`. */
const query = /* GraphQL */ `
  mutation PublishScores($scores: ScoresInput!) {
    publishScores(scores: $scores) {
      scores {
        roundId
        ${categories.join(' ')}
        voters
        favourites { ${categories.join(' ')} }
      }
      leaders {
        category
        voters
        votes
        title
        poster
      }
    }
  }
`;

/** Typical values. */
const variables = {
  scores: {
    roundId: '176400000',
    ...noVotes,
    love: 1204,
    like: 873,
    meh: 311,
    unknown: 42,
    hate: 97,
    voters: 1893,
    favourites: { ...noVotes, love: 904, like: 673, meh: 211, unknown: 32, hate: 73 },
  },
};

export interface SignedPost {
  headers: Record<string, string>;
  body: string;
}

export class Publisher {
  private constructor(private readonly signer: SignatureV4) {}

  /** @param dataFolder - of the local backend; contains the key of its credentials */
  static async of(deployment: Deployment, dataFolder: string): Promise<Publisher> {
    const [stream] = deployment.eventSourceMappings;
    const tally = deployment.functions.find(({ arn }) => arn === stream?.functionArn);
    if (!tally) throw new Error('The deployment has no function that reads the stream of ballots.');
    const key = Buffer.from(await readFile(path.join(dataFolder, 'credentials.key'), 'utf8'), 'base64');
    const credentials = new SessionCredentials(key).issue(assumeRole(tally.roleArn, tally.name), 3600);
    return new Publisher(createSigner(credentials, { region: deployment.region }));
  }

  /** Returns a signed publication. */
  async sign(graphqlUrl: string): Promise<SignedPost> {
    const body = JSON.stringify({ query, variables });
    const headers = await signPost(this.signer, {
      url: graphqlUrl,
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { headers, body };
  }
}
