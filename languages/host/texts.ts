/** The type of the texts of the host's page. The pages of the audience do not load them. */
import type { Translated } from '../texts';
import type { hostEn } from './en';

/** All texts of the host's page. */
export type HostTexts = Translated<typeof hostEn>;
