/** The button that opens the dialog of sharing, whose code comes then. */
import { Suspense, useState } from 'react';
import { useMessages } from '../../i18n/messages';
import { Icon } from '../controls/Icon';
import { Boundary } from '../page/Boundary';
import { lazyPart } from '../page/lazy-part';

const ShareDialog = lazyPart(
  () => import('./ShareDialog'),
  (module) => module.ShareDialog,
);

export function Share() {
  const { share } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <div className="share">
      <button
        type="button"
        className="button"
        data-testid="share"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="share" />
        <span>{share.button}</span>
      </button>
      {open && (
        <Boundary name={share.title} onPutOff={() => setOpen(false)}>
          <Suspense fallback={null}>
            <ShareDialog onClose={() => setOpen(false)} />
          </Suspense>
        </Boundary>
      )}
    </div>
  );
}
