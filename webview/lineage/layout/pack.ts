interface Size {
  width: number;
  height: number;
}

interface Packed extends Size {
  /** Top left corner of each box. */
  corners: { x: number; y: number }[];
}

/** Width to height that is aimed at: about an editor's. */
const shape = 1.6;

/** Puts boxes on shelves, the highest first, with some room between them. */
export function pack(boxes: readonly Size[], gap: { x: number; y: number }): Packed {
  const area = boxes.reduce((sum, box) => sum + (box.width + gap.x) * (box.height + gap.y), 0);
  const limit = boxes.reduce((wide, box) => Math.max(wide, box.width), Math.sqrt(area * shape));
  const order = [...boxes.keys()].sort((a, b) => boxes[b]!.height - boxes[a]!.height || boxes[b]!.width - boxes[a]!.width || a - b);
  const packed: Packed = { corners: boxes.map(() => ({ x: 0, y: 0 })), width: 0, height: 0 };
  const shelf = { x: 0, y: 0, height: 0 };
  for (const i of order) {
    const box = boxes[i]!;
    if (shelf.x > 0 && shelf.x + box.width > limit) Object.assign(shelf, { x: 0, y: shelf.y + shelf.height + gap.y, height: 0 });
    packed.corners[i] = { x: shelf.x, y: shelf.y };
    packed.width = Math.max(packed.width, shelf.x + box.width);
    packed.height = Math.max(packed.height, shelf.y + box.height);
    shelf.x += box.width + gap.x;
    shelf.height = Math.max(shelf.height, box.height);
  }
  return packed;
}
