/** The titles of the suite's groups: each names the page of AWS, or the report of a user, that its tests are written from. */

const pages = {
  realtimeClient: 'https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html',
  realtimeData: 'https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html',
  authorization: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
  quotas: 'https://docs.aws.amazon.com/general/latest/gr/appsync.html',
  signatures: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html',
} as const;

/** @returns a title such as `Error message (https://docs.aws.amazon.com/…)` */
export function documented(section: string, page: keyof typeof pages): string {
  return `${section} (${pages[page]})`;
}

/** @param report an issue, such as `aws-amplify/amplify-js#12818` */
export function reported(what: string, report: string): string {
  const [repository = '', number = ''] = report.split('#');
  return `${what} (https://github.com/${repository}/issues/${number})`;
}
