/** Where each tile stands, in CSS pixels. Pure. */

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** `height` is what all of it takes; more than there was means that it scrolls. */
export type TileLayout = { readonly boxes: readonly Box[]; readonly height: number };

export type Space = { readonly width: number; readonly height: number };

const GAP = 8;
/** Faces are shown as wide as cameras see them, or a little less. */
const WIDEST_RATIO = 16 / 9;
const NARROWEST_RATIO = 4 / 3;
const MIN_WIDTH = 132;
/** From this width on the small tiles stand beside the large one, and below it otherwise. */
const BESIDE_MIN_WIDTH = 640;
const SMALL_WIDTH = { min: 104, max: 208 };
/** How wide all small ones together are beside the large one at most, as a share of it. */
const BESIDE_SHARE_MAX = 0.9;

/** `featured`: the place of the tile that is shown large, or null. */
export function layTiles(count: number, featured: number | null, space: Space): TileLayout {
  if (count === 0 || space.width <= 0) return { boxes: [], height: 0 };
  if (featured === null || count === 1) return grid(count, space);
  const layout = space.width >= BESIDE_MIN_WIDTH ? beside(count - 1, space) : below(count - 1, space);
  const [large, ...small] = layout.boxes;
  if (large === undefined) return layout;
  return { ...layout, boxes: [...small.slice(0, featured), large, ...small.slice(featured)] };
}

/** As many columns as make the tiles largest; rows that are not full stand in the middle. */
function grid(count: number, { width, height }: Space, widthMax = Number.POSITIVE_INFINITY): TileLayout {
  const most = Math.max(1, Math.min(count, Math.floor((width + GAP) / (MIN_WIDTH + GAP))));
  const sizes = Array.from({ length: most }, (_, index) =>
    sizeIn(index + 1, count, { width, height }, widthMax),
  );
  const [best] = sizes.filter((size) => size.width >= Math.min(MIN_WIDTH, width)).sort(byArea);
  const columns = best?.columns ?? most;
  const size = best ?? scrolling(most, width);
  return rowsOf(count, columns, size, width);
}

function rowsOf(count: number, columns: number, size: Space, width: number): TileLayout {
  const boxes = Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (width - inRow * size.width - (inRow - 1) * GAP) / 2;
    return {
      left: left + (index % columns) * (size.width + GAP),
      top: row * (size.height + GAP),
      ...{ width: size.width, height: size.height },
    };
  });
  return { boxes, height: Math.ceil(count / columns) * (size.height + GAP) - GAP };
}

function sizeIn(
  columns: number,
  count: number,
  space: Space,
  widthMax: number,
): Space & { readonly columns: number } {
  const rows = Math.ceil(count / columns);
  const cellWidth = (space.width - (columns - 1) * GAP) / columns;
  const cellHeight = (space.height - (rows - 1) * GAP) / rows;
  const width = Math.max(0, Math.min(cellWidth, cellHeight * WIDEST_RATIO, widthMax));
  return { columns, width, height: Math.max(0, Math.min(cellHeight, width / NARROWEST_RATIO)) };
}

function byArea(a: Space, b: Space): number {
  return b.width * b.height - a.width * a.height;
}

/** Too many for the height: as wide as the columns allow, and more rows than are seen at once. */
function scrolling(columns: number, width: number): Space {
  const tileWidth = (width - (columns - 1) * GAP) / columns;
  return { width: tileWidth, height: tileWidth / WIDEST_RATIO };
}

/** The large one first, the others beside it at its right, and both together in the middle. */
function beside(others: number, { width, height }: Space): TileLayout {
  const largeWidth = Math.min(width - SMALL_WIDTH.max - GAP, height * WIDEST_RATIO);
  const largeHeight = Math.min(height, largeWidth / NARROWEST_RATIO);
  const restWidth = Math.min(width - largeWidth - GAP, largeWidth * BESIDE_SHARE_MAX);
  const rest = grid(others, { width: restWidth, height: largeHeight }, largeWidth / 2);
  const from = Math.min(...rest.boxes.map(({ left }) => left));
  const to = Math.max(...rest.boxes.map((box) => box.left + box.width));
  const left = (width - largeWidth - GAP - (to - from)) / 2;
  const down = Math.max(0, (largeHeight - rest.height) / 2);
  const small = rest.boxes.map((box) => ({
    ...{ ...box, left: box.left - from + left + largeWidth + GAP, top: box.top + down },
  }));
  const large = { left, top: 0, width: largeWidth, height: largeHeight };
  return { boxes: [large, ...small], height: Math.max(largeHeight, rest.height) };
}

/** The large one first, the others in rows under it. */
function below(others: number, { width, height }: Space): TileLayout {
  const columns = Math.min(others, Math.max(2, Math.floor((width + GAP) / (SMALL_WIDTH.min + GAP))));
  const smallWidth = Math.min(SMALL_WIDTH.max, (width - (columns - 1) * GAP) / columns);
  const rows = rowsOf(others, columns, { width: smallWidth, height: smallWidth / WIDEST_RATIO }, width);
  const largeHeight = Math.max(width / 2, Math.min(width / WIDEST_RATIO, height - rows.height - GAP));
  const large = { left: 0, top: 0, width, height: largeHeight };
  const small = rows.boxes.map((box) => ({ ...box, top: box.top + largeHeight + GAP }));
  return { boxes: [large, ...small], height: largeHeight + GAP + rows.height };
}
