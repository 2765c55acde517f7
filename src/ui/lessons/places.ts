/** Where the places are that lessons light up, and how one that is folded or closed is opened. */
import { LANE_SPOTS, type LaneSpot, type PageSpot, type Spot } from '../../lessons/spots';
import { experimentStore } from '../../state/experiment';
import { panelStore, showOnPage, showPanel, unfold } from '../../state/panels';
import { openedStudyStore } from '../../state/studies';
import { QUESTIONS } from '../../studies/kinds';
import { unfoldDiagram } from '../lanes/unfolded';
import { isNarrow } from '../page/hooks';

/** Within the card of a network. */
const OF_LANE: Record<LaneSpot, string> = {
  network: '',
  branch: '.block-body',
  skip: '.block',
  // With what stands between them: around so little a ring would hide it.
  sum: '.block-sum, .block-joint[data-on="true"], .block-body',
  stem: '[data-place="stem"]',
  head: '[data-place="head"]',
  switches: '.skip-all',
  scores: '.lane-numbers',
};

const OF_PAGE: Record<PageSpot, string> = {
  story: '.story',
  profile: '.stage-gradient',
  ratio: '.stage-gradient',
  loss: '.stage-loss',
  images: '.stage-images',
  train: '[data-testid="train"]',
  step: '[data-testid="step"]',
  rate: '[data-testid="transport-rate"], [data-testid="builder-rate"]',
  question: '.question',
  quick: '[data-testid="quick"]',
  build: '[data-testid="build"]',
  facts: '.facts-box',
};

/** Of these the builder's button stands for what a narrow page has in the builder alone, which would cover the lesson. */
const IN_BUILDER: ReadonlySet<PageSpot> = new Set(['facts', 'quick', 'rate']);

/** In the diagrams, which a narrow page folds. */
const DRAWN: ReadonlySet<LaneSpot> = new Set(['branch', 'skip', 'sum', 'stem', 'head']);

export type SpotParts =
  | { readonly kind: 'lane'; readonly spot: LaneSpot; readonly lane: string | null }
  | { readonly kind: 'page'; readonly spot: PageSpot }
  | { readonly kind: 'panel' | 'study'; readonly name: string };

export function partsOfSpot(spot: Spot): SpotParts {
  const [kind = '', name = null] = spot.split(':');
  if (kind === 'panel' || kind === 'study') return { kind, name: name ?? '' };
  const ofLane = LANE_SPOTS.find((one) => one === kind);
  return ofLane === undefined
    ? { kind: 'page', spot: spot as PageSpot }
    : { kind: 'lane', spot: ofLane, lane: name };
}

const isSeen = (element: Element): boolean => element.getClientRects().length > 0;
const seen = (selector: string, within: ParentNode = document): readonly Element[] =>
  [...within.querySelectorAll(selector)].filter(isSeen);

/**
 * The elements of a place, in groups that have a ring each; none where it is not on the page. For a diagram that is folded
 * stands the card of its network.
 */
export function elementsOf(spot: Spot): readonly (readonly Element[])[] {
  const parts = partsOfSpot(spot);
  switch (parts.kind) {
    case 'lane': {
      if (parts.spot === 'network' && parts.lane === null) return [seen('.lane')];
      const of = parts.lane === null ? '.lane' : `.lane[data-testid="lane-${CSS.escape(parts.lane)}"]`;
      const inner = OF_LANE[parts.spot];
      const found = seen(of).map((card) => (inner === '' ? [card] : seen(inner, card)));
      const isFolded = isNarrow() && DRAWN.has(parts.spot) && found.every(({ length }) => length === 0);
      return isFolded ? seen(of).map((card) => [card]) : found.filter(({ length }) => length > 0);
    }
    case 'page': {
      const [first] = [
        ...seen(OF_PAGE[parts.spot]),
        ...(IN_BUILDER.has(parts.spot) ? seen(OF_PAGE.build) : []),
      ];
      return first === undefined ? [] : [[first]];
    }
    case 'panel': {
      const found = seen(
        `[data-testid="instrument-${CSS.escape(parts.name)}"], #section-${CSS.escape(parts.name)}`,
      );
      // A section on a wide page is no box of its own.
      return found.slice(0, 1).map((element) => [element.closest('.instrument') ?? element]);
    }
    case 'study': {
      const found = seen(`[data-testid="question-card-${CSS.escape(parts.name)}"]`);
      return found.slice(0, 1).map((element) => [element]);
    }
  }
  return parts satisfies never;
}

/** The same of several places; those in the diagram of one network have a ring together. */
export function elementsOfAll(spots: readonly Spot[]): readonly (readonly Element[])[] {
  const groups: (readonly Element[])[] = [];
  const drawn = new Map<Element | null, readonly Element[]>();
  for (const spot of spots) {
    const parts = partsOfSpot(spot);
    for (const group of elementsOf(spot)) {
      const card = group[0]?.closest('.lane') ?? null;
      if (parts.kind === 'lane' && DRAWN.has(parts.spot))
        drawn.set(card, [...(drawn.get(card) ?? []), ...group]);
      else groups.push(group);
    }
  }
  return [...groups, ...drawn.values()];
}

/** Opens what a place is within: a diagram that is folded, a panel, a study, the builder. The page is not scrolled. */
export function bringOut(spot: Spot): void {
  const parts = partsOfSpot(spot);
  switch (parts.kind) {
    case 'lane':
      if (isNarrow() && DRAWN.has(parts.spot))
        for (const { id } of experimentStore.getState().config.lanes)
          if (parts.lane === null || parts.lane === id) unfoldDiagram(id, true);
      break;
    case 'page':
      // On a narrow page the builder would cover what the lesson says.
      if (parts.spot === 'facts' && !isNarrow()) unfold('builder', true);
      break;
    case 'panel':
      openPanel(parts.name);
      break;
    case 'study': {
      const kind = QUESTIONS.find((one) => one === parts.name);
      openPanel('experiments');
      if (kind !== undefined) openedStudyStore.setState({ opened: kind });
      break;
    }
  }
}

function openPanel(name: string): void {
  const kind = panelStore.getState().kinds.find((one) => one.name === name);
  if (kind === undefined) return;
  if (kind.place === 'diagrams' || kind.place === 'instruments') showPanel(name, true);
  const card = kind.place === 'instruments' ? 'instruments' : name;
  if (kind.place === 'page' || kind.place === 'instruments') {
    if (panelStore.getState().hidden.includes(card)) showOnPage(card, true);
    if (isNarrow()) unfold(card, true);
  }
  if (kind.place === 'drawer' && !isNarrow()) unfold(name, true);
}

/** Scrolls a place into the middle of the window, once what was opened for it has its height. */
export function scrollToSpot(spot: Spot): void {
  requestAnimationFrame(() => elementsOf(spot)[0]?.[0]?.scrollIntoView({ block: 'center' }));
}
