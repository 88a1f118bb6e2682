/** Limits of names and of templates, which CloudFormation or the service finds out only during a deployment. */
import { resourcesOf, type Template } from './templates';

/** Most characters of names that a template sets, from the pages of the resource types in the CloudFormation user guide. */
const maxNameLengths: Record<string, Record<string, number>> = {
  'AWS::AppSync::DataSource': { Name: 65_536 },
  'AWS::CloudWatch::Alarm': { AlarmName: 255 },
  'AWS::CloudWatch::Dashboard': { DashboardName: 255 },
  'AWS::Cognito::IdentityPool': { IdentityPoolName: 128 },
  'AWS::Cognito::UserPool': { UserPoolName: 128 },
  'AWS::Cognito::UserPoolGroup': { GroupName: 128 },
  'AWS::IAM::ManagedPolicy': { ManagedPolicyName: 128 },
  'AWS::IAM::Policy': { PolicyName: 128 },
  'AWS::IAM::Role': { RoleName: 64, Description: 1000 },
  'AWS::Lambda::Function': { FunctionName: 64, Description: 256 },
  'AWS::Logs::LogGroup': { LogGroupName: 512 },
  'AWS::S3::Bucket': { BucketName: 63 },
  'AWS::Scheduler::Schedule': { Name: 64 },
  'AWS::SNS::Topic': { TopicName: 256, DisplayName: 100 },
  'AWS::SQS::Queue': { QueueName: 80 },
  'AWS::WAFv2::WebACL': { Name: 128 },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const templateLimits = {
  resources: 500,
  outputs: 200,
  parameters: 200,
  bytes: 1024 * 1024,
  stackNameLength: 128,
  logicalIdLength: 255,
};

/** @returns one line for each name that is too long */
export function checkNames(templates: Template[]): string[] {
  const tooLong = (at: string, what: string, text: string, limit: number) =>
    text.length > limit ? [`${at}: ${what} has ${text.length} characters, more than ${limit}`] : [];
  return resourcesOf(templates).flatMap(({ at, id, Type, Properties }) => [
    ...tooLong(at, 'the logical id', id, templateLimits.logicalIdLength),
    ...Object.entries(maxNameLengths[Type] ?? {}).flatMap(([property, limit]) => {
      const name = Properties[property];
      return typeof name === 'string' ? tooLong(at, property, name, limit) : [];
    }),
  ]);
}

/** @returns one line for each template that exceeds a limit of CloudFormation */
export function checkTemplates(templates: Template[]): string[] {
  return templates.flatMap(({ stack, sizeBytes, Resources, Outputs, Parameters }) => {
    const check = (what: string, count: number, limit: number) =>
      count > limit ? [`${stack}: ${count} ${what}, more than ${limit}`] : [];
    return [
      ...check('resources', Object.keys(Resources).length, templateLimits.resources),
      ...check('outputs', Object.keys(Outputs).length, templateLimits.outputs),
      ...check('parameters', Object.keys(Parameters).length, templateLimits.parameters),
      ...check('bytes', sizeBytes, templateLimits.bytes),
      ...check('characters in its name', stack.length, templateLimits.stackNameLength),
    ];
  });
}
