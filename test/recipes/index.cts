import { missingStamps } from './missingStamps.cts';
import type { Recipe } from './recipe.cts';

/** Runs of every recipe. */
export const recipes: Recipe[] = [missingStamps];
