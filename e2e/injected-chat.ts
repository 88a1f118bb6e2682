/** Injects chat messages of any number of people into one page's WebSocket, as the backend would deliver them. */
import { randomUUID } from 'node:crypto';
import { expect, type Page, type WebSocketRoute } from '@playwright/test';

interface InjectedMessage {
  nickname?: string;
  text: string;
  sender?: string;
}

/** A sender (the end of an identity id) that is different for each nickname. */
export function senderOf(nickname: string): string {
  return Buffer.from(nickname.padEnd(6, '.')).toString('hex').slice(0, 12);
}

export class InjectedChat {
  #socket: WebSocketRoute | null = null;
  #subscription: string | null = null;
  #isSubscribed = false;

  /** Call it before the page is opened. */
  static async join(page: Page): Promise<InjectedChat> {
    const crowd = new InjectedChat();
    await page.routeWebSocket(/\/graphql\/realtime/, (socket) => crowd.#listen(socket));
    return crowd;
  }

  /** Delivers messages, all at once, as soon as the page has subscribed. */
  async send(...messages: (InjectedMessage | string)[]): Promise<void> {
    await expect.poll(() => this.#isSubscribed, 'the page has subscribed').toBe(true);
    for (const message of messages) {
      const {
        nickname = 'Crowd',
        text,
        sender = senderOf(nickname),
      } = typeof message === 'string' ? { text: message } : message;
      const onMessage = { id: randomUUID(), nickname, text, sender, sentAt: Date.now() };
      this.#socket?.send(JSON.stringify({ id: this.#subscription, type: 'data', payload: { data: { onMessage } } }));
    }
  }

  /** Sits between the page and its backend; a page that reloads opens another socket. */
  #listen(socket: WebSocketRoute): void {
    const server = socket.connectToServer();
    this.#socket = socket;
    this.#isSubscribed = false;
    socket.onMessage((frame) => {
      const { id, type, payload } = JSON.parse(String(frame)) as {
        id: string;
        type: string;
        payload?: { data?: string };
      };
      if (type === 'start' && payload?.data?.includes('onMessage')) this.#subscription = id;
      server.send(frame);
    });
    server.onMessage((frame) => {
      const { id, type } = JSON.parse(String(frame)) as { id?: string; type: string };
      if (type === 'start_ack' && id === this.#subscription) this.#isSubscribed = true;
      socket.send(frame);
    });
  }
}
