/** The NONE data source: the payload of the request is its result. */
import { asObject, rejectUnsupportedElements, type DataSourceInvoker } from './data-source';

export const noneDataSource: DataSourceInvoker = {
  invoke(request) {
    const members = asObject(request);
    rejectUnsupportedElements(members, ['version', 'payload']);
    return { result: members.payload ?? null };
  },
};
