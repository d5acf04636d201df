import { recipeSuite } from './recipes.cts';

recipeSuite('1.123.81');
