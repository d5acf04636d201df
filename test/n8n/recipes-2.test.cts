import { recipeSuite } from './recipes.cts';

recipeSuite('2.41.1');
