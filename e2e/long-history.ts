/**
 * A run with thousands of steps behind it, at once: the worker is the real one and trains, but its first row comes as so many
 * rows of a made-up past, and the steps that it takes are counted on from there.
 */
import type { Page } from '@playwright/test';

/** To be called before the page is opened. */
export async function giveHistory(page: Page, steps: number): Promise<void> {
  await page.addInitScript((past) => {
    interface Message {
      readonly type: string;
      readonly run: number;
      readonly stepCount: number;
      readonly rows: Float64Array;
    }
    const withPast = (message: Message): Message => {
      const { rows, stepCount } = message;
      if (stepCount > 0)
        return {
          ...message,
          stepCount: stepCount + past,
          rows: rows.map((value, i) => (i === 0 ? value + past : value)),
        };
      const all = new Float64Array((past + 1) * rows.length);
      let state = 1;
      for (let step = 0; step <= past; step++) {
        rows.forEach((value, i) => {
          // Any numbers will do that differ from step to step.
          state = (state * 48_271) % 2_147_483_647;
          all[step * rows.length + i] = i === 0 ? step : value * (0.5 + state / 2_147_483_647);
        });
      }
      return { ...message, stepCount: past, rows: all };
    };
    window.Worker = class extends Worker {
      #listener: ((event: MessageEvent) => void) | null = null;
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<Message>) => {
          const message = data.type === 'metrics' ? withPast(data) : data;
          this.#listener?.(new MessageEvent('message', { data: message }));
        });
      }
      override get onmessage(): ((event: MessageEvent) => void) | null {
        return this.#listener;
      }
      override set onmessage(listener: ((event: MessageEvent) => void) | null) {
        this.#listener = listener;
      }
    };
  }, steps);
}
