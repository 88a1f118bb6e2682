/** The fields with a number of each category. */
import { a } from '@aws-amplify/backend';
import { perCategory } from '../show';

export const counts = perCategory(() => a.integer().required());
