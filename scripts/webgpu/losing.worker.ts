/** The trainer's worker as the page has it, but on a GPU that is lost as its name says. */
import { loseDevices, type Loss } from './losing';
import '../../src/worker/trainer.worker';

// Workers that it starts for lanes have names of their own.
if (self.name.startsWith('[')) loseDevices(JSON.parse(self.name) as readonly Loss[], self);
