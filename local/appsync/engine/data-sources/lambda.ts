/**
 * The Lambda data source: invokes a function under the data source's service role ("JavaScript resolver function reference
 * for Lambda").
 */
import { randomUUID } from 'node:crypto';
import { InvocationRefused, type FunctionInvoker } from '../../../lambda/function-invoker';
import { LambdaError } from '../../../lambda/lambda-error';
import { asObject, mappingTemplateError, rejectUnsupportedElements, type DataSourceInvoker } from './data-source';
import { serviceSession } from './service-session';

/** Creates the data source of one function. */
export function createLambdaDataSource(
  functionArn: string,
  roleArn: string,
  lambda: FunctionInvoker,
): DataSourceInvoker {
  const principal = serviceSession(roleArn);
  return {
    async invoke(value) {
      const request = asObject(value);
      rejectUnsupportedElements(request, ['version', 'operation', 'invocationType', 'payload']);
      const { operation, invocationType = 'RequestResponse', payload = null } = request;
      if (operation === undefined) throw mappingTemplateError("Value for field '$[operation]' not found.");
      if (operation !== 'Invoke') throw mappingTemplateError(`Unsupported operation '${asText(operation)}'.`);
      if (invocationType !== 'RequestResponse')
        throw mappingTemplateError(`Unsupported invocation type '${asText(invocationType)}'.`);
      try {
        return { result: await lambda.invoke(principal, functionArn, payload) };
      } catch (error) {
        if (error instanceof LambdaError)
          return { result: null, error: { message: error.message, type: 'Lambda:Unhandled' } };
        if (error instanceof InvocationRefused)
          return { result: null, error: { message: sdkMessage(error), type: 'Lambda:AWSLambdaException' } };
        throw error;
      }
    },
  };
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The text of the AWS SDK for Java, through which AppSync calls Lambda. */
function sdkMessage({ type, message, statusCode }: InvocationRefused): string {
  return `${message} (Service: AWSLambda; Status Code: ${statusCode}; Error Code: ${type}; Request ID: ${randomUUID()})`;
}
