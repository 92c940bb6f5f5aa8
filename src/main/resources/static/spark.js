// A small trend with its limit drawn in. Plain SVG: a page shows dozens.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const HEIGHT = 28;
const EDGE = 2;

/** spark: { points: [[at, value]], limit, over, from, to }; over says whether the last value breaks the limit. */
export function drawSpark(cell, { points, limit, over, from, to }) {
  const picture = child(cell, 'svg', 'spark', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true',
  });
  const numbers = points.map(([, value]) => value);
  const known = Number.isFinite(limit);
  const low = Math.min(0, ...numbers, ...(known ? [limit] : []));
  // A limit far away would press the trend flat: then it stands at the edge.
  const highest = Math.max(low, ...numbers);
  const top = known && (limit <= highest * 3 || numbers.length === 0) ? Math.max(highest, limit) : highest;
  const y = (value) => HEIGHT - EDGE - ((Math.min(value, top * 1.1) - low) / (top * 1.1 - low || 1)) * (HEIGHT - 2 * EDGE);
  const x = (at) => ((at - from) / (to - from)) * WIDTH;
  picture.dataset.level = over ? 'over' : 'fine';
  child(picture, 'path', 'spark-limit', { d: known ? `M0 ${y(limit)}H${WIDTH}` : '' });
  child(picture, 'path', 'spark-line', { d: line(points.map(([at, value]) => [x(at), y(value)])) });
}

function line(places) {
  if (places.length === 1) {
    return `M${places[0][0] - 2} ${places[0][1]}h2`;
  }
  return places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

function child(parent, tag, name, attributes) {
  let element = parent.querySelector(`:scope > .${name}`);
  if (!element) {
    element = document.createElementNS(SVG, tag);
    element.setAttribute('class', name);
    parent.append(element);
  }
  Object.entries(attributes).forEach(([key, value]) => {
    if (element.getAttribute(key) !== value) {
      element.setAttribute(key, value);
    }
  });
  return element;
}
