/** The networks as PyTorch code, in a drawer: its button, and its place; what is in it comes when it is first opened. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { panelStore } from '../../state/panels';
import { Drawer } from '../builder/Drawer';
import { CODE, isOpenIn, toggleDrawer } from '../builder/drawer';
import { Icon } from '../controls/Icon';
import { shortcut } from '../help/shortcuts';
import { lazyPart } from '../page/lazy-part';

const CodePanel = lazyPart(
  () => import('./CodePanel'),
  (module) => module.CodePanel,
);

/** Opens and closes the drawer. */
export function CodeButton() {
  const { ui } = useMessages();
  const open = useStore(panelStore, isOpenIn(CODE));
  return (
    <button
      type="button"
      className="button"
      data-testid="code"
      {...shortcut('code')}
      data-tool
      title={ui.codeHint}
      aria-expanded={open}
      aria-controls={CODE.id}
      onClick={() => toggleDrawer(CODE)}
    >
      <Icon name="code" />
      <span>{ui.code}</span>
    </button>
  );
}

export function CodeDrawer() {
  const { ui } = useMessages();
  return (
    <Drawer drawer={CODE} label={ui.code}>
      <CodePanel />
    </Drawer>
  );
}
