import { z } from 'zod';
import { perCategory, type Counts } from '../show';

/** A number of each category in a row of a table. */
export const countsSchema = z.object(perCategory(() => z.int().nonnegative())) satisfies z.ZodType<Counts>;
