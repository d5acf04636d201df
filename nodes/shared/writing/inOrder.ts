import { each, type Read } from '../items';
import type { Executor } from '../operation';

/** Each item writes for itself, one after the other: the order of the items is the order of the writes. */
export const writesInOrder = <V>(write: Read<V>): Executor<V> => each(write, () => 1);
