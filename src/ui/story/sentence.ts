/** A story in words: pieces of a sentence, of which the names of networks are shown in their colours. */
import { formatNorm, formatRatio } from '../../charts/geometry/format';
import type { Phrase } from '../../i18n/phrase';
import type { Messages } from '../../i18n/messages';
import type { Ends } from './facts';
import type { LaneRatio, Story } from './story';

/** A loss to two digits. */
function lossText(loss: number): string {
  return loss >= 99.5 ? String(Math.round(loss)) : loss.toPrecision(2);
}

/** First over last norm. */
export function ratioText({ first, last }: Ends): string {
  return formatRatio(first, last);
}

/** Whether any gradient reaches the first convolution. */
function arrives({ first }: Ends): boolean {
  return first !== 0;
}

/** What is told of a run. `measured`: newest step measured. */
export function sentenceOf(story: Story, measured: number, text: Messages['story']['sentences']): Phrase {
  const ratios = (beside: LaneRatio | null) =>
    beside === null
      ? null
      : { lane: beside.lane, value: arrives(beside.ends) ? ratioText(beside.ends) : null };
  switch (story.kind) {
    case 'preparing':
      return text.preparing();
    case 'failed':
    case 'nothing':
      return text[story.kind](story.step);
    case 'diverged': {
      const { divergence, count, all } = story;
      return text.diverged(divergence.lane, divergence.step, divergence.layer, count - 1, count === all);
    }
    case 'switched': {
      const { lane, change, now } = story;
      const { on, off, step, until, before } = change;
      if (until > 0) return text.switched(lane, on, off, step);
      const [of, was] = [now, before].map((ends) => (ends === null ? null : ratioText(ends)));
      return text.switchedAtStart(lane, on, off, of ?? null, was ?? null);
    }
    case 'effect': {
      const { lane, change, effect, loss } = story;
      const { lossBefore, batches, on, off, until } = change;
      const [from, to] = [lossText(lossBefore), lossText(loss)];
      return effect === 'stayed'
        ? text.effect.stayed(lane, from, to, batches, on, off, until > 0)
        : text.effect[effect](lane, from, to, batches, on, off);
    }
    case 'activations': {
      const { loss, chance } = story;
      if (loss !== null) return text.activationLoss(story.lane, lossText(loss), measured, lossText(chance));
      const beside = story.beside && { lane: story.beside.lane, value: formatNorm(story.beside.ends.last) };
      return text.activations(story.lane, formatNorm(story.ends.last), beside);
    }
    case 'vanished':
      return arrives(story.ends)
        ? text.vanished(story.lane, ratioText(story.ends), ratios(story.beside))
        : text.vanishedWholly(story.lane, ratios(story.beside));
    case 'exploded':
      return text.exploded(story.lane, ratioText(story.ends), ratios(story.beside), measured);
    case 'starved': {
      if (!arrives(story.ends)) return text.vanishedWholly(story.lane, ratios(story.beside));
      const start = story.start === null ? null : ratioText(story.start);
      return text.starved(story.lane, ratioText(story.ends), ratios(story.beside), start);
    }
    case 'faint': {
      const beside = story.beside && { lane: story.beside.lane, value: formatNorm(story.beside.ends.first) };
      return text.faint(story.lane, formatNorm(story.ends.first), beside);
    }
    case 'even':
      if (!arrives(story.ends)) return text.vanishedWholly(story.lane, ratios(story.beside), measured);
      return text.even(story.lane, ratioText(story.ends), ratios(story.beside));
    case 'chance': {
      const { lanes, best, all, step } = story;
      const losses = lanes.map(({ loss }) => loss);
      const [first] = lanes;
      if (first === undefined) return text.nothing(step);
      if (lanes.length === all && all > 1)
        return text.chanceOfAll(all, lossText(losses.reduce((sum, loss) => sum + loss, 0) / all), step);
      return text.chance(
        first.lane,
        lossText(first.loss),
        step,
        best && { lane: best.lane, value: lossText(best.loss) },
      );
    }
    case 'blownUp':
    case 'above': {
      const { worst, best, chance, step } = story;
      const other = best && { lane: best.lane, value: lossText(best.loss) };
      return text[story.kind](worst.lane, lossText(worst.loss), step, lossText(chance), other);
    }
    case 'alike':
      return text.alike(
        story.lanes.length,
        story.lanes.map(({ loss }) => lossText(loss)),
        story.step,
      );
    case 'ahead':
      return text.ahead(
        story.best.lane,
        lossText(story.best.loss),
        story.worst.lane,
        lossText(story.worst.loss),
        story.step,
      );
    case 'alone':
      return text.alone(story.lane.lane, lossText(story.lane.loss), story.step, lossText(story.chance));
  }
  return story satisfies never;
}

/** A phrase as plain text. `nameOf`: what a lane is called; `capital` has it begin a sentence. */
export function plainText(
  phrase: Phrase,
  nameOf: (lane: string) => string,
  capital: (name: string) => string,
): string {
  return phrase
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const name = nameOf(piece.lane);
      return piece.first ? capital(name) : name;
    })
    .join('');
}
