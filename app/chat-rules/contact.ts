/**
 * Whom guests can ask or complain to, on the page with the rules of the chat. Edit it before you deploy: for example
 * `{ text: 'chat@example.com', href: 'mailto:chat@example.com' }`.
 */
export const contact: { text: string; href: string } | null = null;
