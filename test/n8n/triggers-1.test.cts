import { triggerSuite } from './triggers.cts';

triggerSuite('1.123.81');
