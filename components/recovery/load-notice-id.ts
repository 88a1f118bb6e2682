/** The id of the notice that a page is incomplete, for the script that shows it. */
export const loadNoticeId = 'load-notice';
