import type { Doubt } from '../doubt.cts';
import { answers } from './answers.cts';
import { writingHours } from './hours.cts';
import { people } from './people.cts';
import { projects } from './projects.cts';
import { records } from './records.cts';
import { reissue } from './reissue.cts';
import { stamps } from './stamps.cts';
import { writing } from './writing.cts';

/**
 * All doubts in the order in which they are looked into: what the answers of the others show comes after them,
 * and what replaces the token comes last.
 */
export const doubts = (tokenFile?: string): Doubt[] => [
	...people,
	...stamps,
	...records,
	...projects,
	...writing,
	...writingHours,
	...answers,
	reissue(tokenFile),
];
