/** How wide a text will be, without laying it out. */

/** Letters of the two lines of a card, near and further off. The style sheet says the same. */
const fonts = { title: '600 13px', line: '11px', farTitle: '600 18px', farLine: '16px' };

/** Width of a text in one of these. */
export type Measure = (text: string, font: keyof typeof fonts) => number;

/** Measures in a font family; what was measured once is remembered. */
export function textMeasure(): (family: string) => Measure {
  const canvas = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  return (family) => (text, letters) => {
    const font = `${fonts[letters]} ${family}`;
    const key = `${font}\n${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    const width = measured(canvas, font, text);
    widths.set(key, width);
    return width;
  };
}

function measured(canvas: CanvasRenderingContext2D | null, font: string, text: string): number {
  // a page without a canvas still cuts long names, if not to the pixel
  if (!canvas) return text.length * 7;
  canvas.font = font;
  return canvas.measureText(text).width;
}
