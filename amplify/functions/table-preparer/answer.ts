/** The answer of a custom resource, put into S3: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';

/** CloudFormation accepts an answer of at most 4 KB. */
const maxReasonLength = 1000;

/**
 * Does what CloudFormation asks for and reports the outcome, since the deployment waits for it.
 *
 * @param send sends the answer
 * @throws if the answer cannot be sent
 */
export async function answer(
  event: CloudFormationCustomResourceEvent,
  work: () => Promise<void>,
  send: (url: string, body: string) => Promise<unknown> = put,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
  // Constant: with another id, CloudFormation would delete the resource of the old one.
  const ids = { StackId, RequestId, LogicalResourceId, PhysicalResourceId: LogicalResourceId };
  let response: CloudFormationCustomResourceResponse;
  try {
    await work();
    response = { ...ids, Status: 'SUCCESS' };
  } catch (error) {
    console.error(error);
    response = { ...ids, Status: 'FAILED', Reason: String(error).slice(0, maxReasonLength) };
  }
  await send(ResponseURL, JSON.stringify(response));
}

/** S3 refuses any content type: the signature in the URL is for an empty one. */
async function put(url: string, body: string): Promise<void> {
  const { ok, status } = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!ok) throw new Error(`CloudFormation refused the answer with status ${status}.`);
}
