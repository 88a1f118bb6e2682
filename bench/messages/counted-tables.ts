/** dynalite in the backend's stead, with every write on its way there counted: nothing of the backend has to know. */
import { FaultProxy } from '../../faults/fault-proxy';
import { DynaliteThread } from '../../local/dynamodb/dynalite-thread';

export class CountedTables {
  /** By table, since the start. */
  readonly writes: Record<string, number> = {};

  private constructor(
    private readonly dynalite: DynaliteThread,
    private readonly proxy: FaultProxy,
  ) {
    proxy.treat = ({ headers, body }) => {
      if (/\.(Put|Update|Delete)Item$/.test(String(headers['x-amz-target']))) {
        const { TableName } = JSON.parse(body) as { TableName: string };
        const [table = ''] = TableName.split('-');
        this.writes[table] = (this.writes[table] ?? 0) + 1;
      }
      return 'pass';
    };
  }

  static async open(dataFolder: string): Promise<CountedTables> {
    const dynalite = new DynaliteThread({ region: 'us-east-1', accountId: '123456789012', dataFolder });
    return new CountedTables(dynalite, await FaultProxy.open(await dynalite.listening()));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.proxy.port}`;
  }

  async close(): Promise<void> {
    this.proxy.close();
    await this.dynalite.terminate();
  }
}
