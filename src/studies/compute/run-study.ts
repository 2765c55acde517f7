/** From a request to the study that answers it. */
import type { StudyRequest, StudyResult } from '../../contract/studies';
import { degradationStudy } from '../degradation/compute';
import { initStudy } from '../init/compute';
import { landscapeStudy } from '../landscape/compute';
import { lesionStudy } from '../lesion/compute';
import { pathsStudy } from '../paths/compute';
import { shatteringStudy } from '../shattering/compute';
import type { StudyContext, StudyRun } from './study';
import { deletionStudy } from './without-blocks';
import { zooStudy } from '../variants/compute';

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
