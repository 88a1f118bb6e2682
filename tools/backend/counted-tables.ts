/** dynalite behind a proxy that counts every write. The backend needs no change. */
import { DynaliteThread } from 'amplify-local/dynamodb';
import { FaultProxy } from './fault-proxy';

export interface Write {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  /** The name without the suffix of the deployment. */
  table: string;
  /** The request body. */
  body: string;
}

export class CountedTables {
  /** Writes by table since the start, refused ones included. */
  readonly writes: Record<string, number> = {};

  private constructor(
    private readonly dynalite: DynaliteThread,
    private readonly proxy: FaultProxy,
    onWrite: (write: Write) => void,
  ) {
    proxy.intercept = ({ headers, body }) => {
      const [, operation] = /\.((?:Put|Update|Delete)Item)$/.exec(String(headers['x-amz-target'])) ?? [];
      if (operation) {
        const { TableName } = JSON.parse(body) as { TableName: string };
        const [table = ''] = TableName.split('-');
        this.writes[table] = (this.writes[table] ?? 0) + 1;
        onWrite({ operation: operation as Write['operation'], table, body });
      }
      return 'pass';
    };
  }

  /** @param onWrite - called before the write reaches dynalite */
  static async open(dataFolder: string, onWrite: (write: Write) => void = () => undefined): Promise<CountedTables> {
    const dynalite = new DynaliteThread({ region: 'us-east-1', accountId: '123456789012', dataFolder });
    return new CountedTables(dynalite, await FaultProxy.open(await dynalite.waitForPort()), onWrite);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.proxy.port}`;
  }

  async close(): Promise<void> {
    this.proxy.close();
    await this.dynalite.terminate();
  }
}
