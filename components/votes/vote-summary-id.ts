/** The id of the text below the vote buttons, which describes buttons that are disabled. */
export const voteSummaryId = 'vote-summary';
