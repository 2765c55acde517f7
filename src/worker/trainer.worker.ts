/**
 * The file of all workers: of the trainer, and of those that it has train lanes and carry out studies. Which of them it is, its
 * name says.
 */
import * as tf from '@tensorflow/tfjs-core';
import { attendLanes } from './attend-lanes';
import { attendParts } from './attend-parts';
import { attendRuns } from './attend-runs';
import { LANE_WORKER } from './lane-workers';
import { STUDY_WORKER } from './pool/open';

tf.enableProdMode();
if (self.name === STUDY_WORKER) attendParts();
else if (self.name === LANE_WORKER) attendLanes();
else attendRuns();
