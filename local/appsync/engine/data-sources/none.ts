/** The NONE data source: the payload of the request is its result. */
import { asRequest, refuseOthers, type DataSourceCaller } from './data-source';

export const none: DataSourceCaller = {
  async invoke(request) {
    const members = asRequest(request);
    refuseOthers(members, ['version', 'payload']);
    return { result: members.payload ?? null };
  },
};
