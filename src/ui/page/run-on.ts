/** Another backend, as the reader chooses: kept in the address, and run on from step 0. */
import type { BackendChoice } from '../../contract/backend';
import { withBackend } from '../../client/backend';
import type { Session } from '../../client/session';
import { pageStore } from '../../state/page';

export function runOn(session: Session, backend: BackendChoice): void {
  history.replaceState(history.state, '', withBackend(location.href, backend));
  pageStore.setState({ backend, unknownBackend: null, backendNoticeDismissed: false });
  session.setBackend(backend);
}
