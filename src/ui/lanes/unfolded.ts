/** Which networks have their diagrams unfolded on a narrow page, where each is a line of its numbers at first. */
import { createStore } from 'zustand/vanilla';

export const unfoldedStore = createStore<{ readonly lanes: readonly string[] }>()(() => ({ lanes: [] }));

export function unfoldDiagram(lane: string, isUnfolded: boolean): void {
  const others = unfoldedStore.getState().lanes.filter((one) => one !== lane);
  unfoldedStore.setState({ lanes: isUnfolded ? [...others, lane] : others });
}
