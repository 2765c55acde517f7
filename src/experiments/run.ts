/** From a request to the study that answers it. */
import type { StudyRequest, StudyResult } from '../worker/protocol';
import { degradationStudy } from './degradation';
import { initStudy } from './init';
import { landscapeStudy } from './landscape';
import { lesionStudy } from './lesion';
import { pathsStudy } from './paths';
import { shatteringStudy } from './shattering';
import type { StudyContext, StudyRun } from './study';
import { deletionStudy } from './without';
import { zooStudy } from './zoo';

export type { StudyContext, StudyRun } from './study';

export function openStudy(request: StudyRequest, context: StudyContext): StudyRun<StudyResult> {
  switch (request.kind) {
    case 'init':
      return initStudy(request, context);
    case 'lesion':
      return lesionStudy(request, context);
    case 'deletion':
      return deletionStudy(request, context);
    case 'degradation':
      return degradationStudy(request, context);
    case 'shattering':
      return shatteringStudy(request, context);
    case 'zoo':
      return zooStudy(request, context);
    case 'landscape':
      return landscapeStudy(request, context);
    case 'paths':
      return pathsStudy(request, context);
  }
  return request satisfies never;
}
