import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataMessageWriter, parseClientMessage } from './protocol';
import { anyString } from '../../matchers.fixture';

describe('a message of a client', () => {
  test.each([
    [{ type: 'connection_init' }],
    [{ type: 'stop', id: 'one' }],
    [{ type: 'start', id: 'one', payload: { data: '{}' } }],
    [{ type: 'start', id: 'one', payload: { data: '{}', extensions: { authorization: { host: 'localhost' } } } }],
  ])('is parsed: %j', (message) => {
    expect(parseClientMessage(JSON.stringify(message))).toEqual(message);
  });

  test.each([{ type: 'subscribe', id: 'one' }, { type: 7 }, { type: '__proto__' }, {}, []])(
    'has no known type: %j',
    (message) => {
      expect(parseClientMessage(JSON.stringify(message))).toEqual({ type: 'unsupported' });
    },
  );

  test.each([
    '',
    '{',
    'null',
    '"start"',
    '7',
    '{"type":"start"}',
    '{"type":"start","id":"one"}',
    '{"type":"start","id":"one","payload":{}}',
    '{"type":"start","id":1,"payload":{"data":"{}"}}',
    '{"type":"start","id":"one","payload":{"data":"{}","extensions":{"authorization":{"host":1}}}}',
    '{"type":"stop"}',
    '{"type":"stop","id":""}',
    `{"type":"stop","id":"${'x'.repeat(129)}"}`,
  ])('is malformed: %s', (text) => {
    expect(parseClientMessage(text)).toEqual({ type: 'malformed', reason: anyString });
  });

  test('gets a limited number of errors', () => {
    const authorization = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [index, index]));
    const message = parseClientMessage(
      JSON.stringify({ type: 'start', id: 'a', payload: { data: '', extensions: { authorization } } }),
    );
    expect(JSON.stringify(message).length).toBeLessThan(500);
  });

  test('may be any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['unsupported', 'malformed']).toContain(parseClientMessage(text).type);
      }),
    );
  });
});

test('a data message is valid JSON', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), (id, payloadJson) => {
      const payload: unknown = JSON.parse(payloadJson);
      const message = { id, type: 'data', payload };
      expect(JSON.parse(createDataMessageWriter(id)(Buffer.from(payloadJson)).toString())).toEqual(message);
    }),
  );
});
