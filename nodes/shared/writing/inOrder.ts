import { each, type Read } from '../items';
import type { Executor } from '../operation';

/** Each item writes separately, one after the other, in the order of the items. */
export const writesInOrder = <V>(write: Read<V>): Executor<V> => each(write, () => 1);
