/** The option that every bench knows. */
import { parseArgs } from 'node:util';

/**
 * Whether a first look is asked for.
 * @throws where the arguments hold anything else
 */
export const isQuick = (args: string[]): boolean => parseArgs({ args, options: { quick: { type: 'boolean', default: false } } }).values.quick;
