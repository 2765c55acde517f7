/** The file of all workers: of the trainer, and of those that it has carry out studies. Which of them it is, its name says. */
import * as tf from '@tensorflow/tfjs-core';
import { attendParts } from './attend-parts';
import { attendRuns } from './attend-runs';
import { STUDY_WORKER } from './pool/open';

tf.enableProdMode();
if (self.name === STUDY_WORKER) attendParts();
else attendRuns();
