import { suite } from './suite.cts';

// A file for each version, so that two workers run them at the same time.
suite('2.41.1');
