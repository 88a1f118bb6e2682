/** Vitest's asymmetric matchers as `unknown`, for use within expected objects: Vitest types them `any`. */
import { expect } from 'vitest';

export const anyString: unknown = expect.any(String);

export const containing = (text: string): unknown => expect.stringContaining(text);

export const matching = (pattern: RegExp | string): unknown => expect.stringMatching(pattern);

export const objectContaining = (members: object): unknown => expect.objectContaining(members);
