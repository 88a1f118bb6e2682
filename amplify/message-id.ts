/** The id of a chat message: its room and a UUID. The resolvers get the pattern as an environment variable. */
export const messageIdPattern = String.raw`^(?:0|[1-9]\d{0,3}):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`;
