/** Where the reader looks: kept by the editor over a reload of the page. Never what is shown. */
import type { LineagePageState } from './protocol.ts';

/** Where the editor keeps it. */
export interface Shelf {
  getState(): unknown;
  setState(state: LineagePageState): void;
}

export interface Looking {
  readonly now: LineagePageState;
  /** Changes some of it and keeps the whole; `undefined` forgets. */
  change(part: Partial<LineagePageState>): void;
}

export function looking(shelf: Shelf): Looking {
  let now = readState(shelf.getState());
  return {
    get now() {
      return now;
    },
    change(part) {
      now = readState({ ...now, ...part });
      shelf.setState(now);
    },
  };
}

/** Takes only what has the right shape: the state may come from an older page. */
export function readState(kept: unknown): LineagePageState {
  const state: LineagePageState = {};
  if (typeof kept !== 'object' || kept === null) return state;
  if ('id' in kept && typeof kept.id === 'string') state.id = kept.id;
  if ('selected' in kept && typeof kept.selected === 'string') state.selected = kept.selected;
  if ('view' in kept && isView(kept.view)) state.view = { x: kept.view.x, y: kept.view.y, k: kept.view.k };
  return state;
}

function isView(view: unknown): view is { x: number; y: number; k: number } {
  if (typeof view !== 'object' || view === null || !('x' in view && 'y' in view && 'k' in view)) return false;
  return Number.isFinite(view.x) && Number.isFinite(view.y) && Number.isFinite(view.k) && Number(view.k) > 0;
}
