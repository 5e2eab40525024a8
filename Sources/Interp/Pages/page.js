"use strict";
// Draws the data of the page. Every number comes from the data; nothing is computed again.
const data = JSON.parse(document.getElementById("data").textContent);
const find = (selector) => document.querySelector(selector);
const texts = (row) => (row ? row.split(" ") : []);
const number = (text) => (text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text));
const numbers = (row) => texts(row).map(number);

/** An element with attributes and a text. */
function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** An element of a picture inside another one. */
function draw(parent, name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  return parent.appendChild(made);
}

/** A picture that screen readers know by its label. */
function picture(parent, width, height, label) {
  return draw(parent, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}

/** An entry of a legend: a small picture and a text. */
function legend(parent, text, paint) {
  const entry = parent.appendChild(element("span"));
  paint(draw(entry, "svg", { viewBox: "0 0 42 16", "aria-hidden": "true" }));
  entry.append(text);
}

/** Round numbers between two ends. */
function ticks(low, high, count) {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
  const list = [];
  for (let place = Math.ceil(low / step); place * step <= high + step * 1e-9; place++) list.push(Number((place * step).toPrecision(12)));
  return list;
}

/** The width of a picture in its own units. On a narrow screen it is less, so that its texts stay readable. */
const wide = (most, least) => (window.innerWidth < 700 ? least : most);

const shorten = (text, most) => ([...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text);

// What a step changes: functions that get the step.
const changes = [];

// ---- the top of the page

for (const [name, value] of data.facts) {
  const pair = find("#facts").appendChild(element("div"));
  pair.append(element("dt", {}, name), element("dd", {}, value));
}
find("#line").textContent = data.line;
find("#statements").textContent = data.statements.join("\n");
for (const note of data.notes) find("#notes ul").append(element("li", {}, note[0].toUpperCase() + note.slice(1) + "."));
find("#notes").hidden = data.notes.length === 0;

const slider = find("#step");
slider.max = data.steps.length - 1;
slider.disabled = data.steps.length < 2;

changes.push((step) => {
  find("#number").textContent = step.step;
  find("#cost").textContent = step.J === null ? "not computed" : step.J;
  find("#stale").textContent = step.costOf === null ? "" : `stale: of step ${step.costOf}`;
  slider.setAttribute("aria-valuetext", `step ${step.step}` + (step.J === null ? "" : `, J = ${step.J}`));
});

// ---- the network

/** The finite size of the largest weight at any step, and its text. */
const largest = (() => {
  let best = { size: 0, text: "0" };
  data.blocks.forEach((block, index) => {
    if (block.kind !== "W") return;
    for (const step of data.steps) {
      for (const text of texts(step.values[index])) {
        const size = Math.abs(number(text));
        if (Number.isFinite(size) && size > best.size) best = { size, text: text.replace("-", "") };
      }
    }
  });
  return best;
})();

(function network() {
  const space = { x: Math.min(190, Math.max(wide(110, 95), wide(560, 300) / data.layers.length)), y: 44 };
  const most = Math.max(...data.layers.map((layer) => layer.shown.length + (layer.shown.length < layer.units ? 1 : 0)));
  const names = data.layers[0].names.map((name) => shorten(name, 12));
  const left = 45 + 7 * Math.max(0, ...names.map((name) => name.length));
  const width = left + space.x * (data.layers.length - 1) + 60;
  const height = most * space.y + 70;
  const sizes = data.layers.map((layer) => layer.units).join(", ");
  const holder = find("#network .scroll");
  const svg = picture(holder, width, height, `Network with ${sizes} units from the inputs to the outputs. The tables below have the weights.`);
  if (data.layers.length > 6) svg.style.minWidth = `${width}px`;
  const lines = draw(svg, "g", {});
  const places = data.layers.map((layer, column) => {
    const x = left + column * space.x;
    const top = (most * space.y - layer.shown.length * space.y) / 2 + space.y / 2 + 4;
    return layer.shown.map((unit, index) => ({ x, y: top + index * space.y }));
  });
  const weights = [];
  data.blocks.forEach((block, index) => {
    if (block.kind !== "W" || !block.rows.length) return;
    const rowAt = new Map(block.rows.map((row, place) => [row, place]));
    const columnAt = new Map(block.columns.map((column, place) => [column, place]));
    data.layers[block.layer].shown.forEach((unit, row) =>
      data.layers[block.layer - 1].shown.forEach((input, column) => {
        const from = places[block.layer - 1][column], to = places[block.layer][row];
        const line = draw(lines, "line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: "weight" });
        weights.push({ line, index, place: rowAt.get(unit) * block.columns.length + columnAt.get(input) });
      })
    );
  });
  data.layers.forEach((layer, column) => {
    layer.shown.forEach((unit, index) => {
      const { x, y } = places[column][index];
      draw(svg, "circle", { cx: x, cy: y, r: 15, class: "unit" });
      draw(svg, "text", { x, y: y + 4.5, "text-anchor": "middle", "font-size": unit > 999 ? 10 : 12 }, unit);
      if (column === 0 && names.length) draw(svg, "text", { x: x - 22, y: y + 4.5, "text-anchor": "end" }, names[index]);
    });
    const x = left + column * space.x;
    if (layer.shown.length < layer.units) {
      const last = places[column][layer.shown.length - 1];
      draw(svg, "text", { x, y: last.y + 34, "text-anchor": "middle" }, `${layer.shown.length} of ${layer.units}`);
    }
    layer.labels.forEach((label, row) => draw(svg, "text", { x, y: most * space.y + 30 + 18 * row, "text-anchor": "middle", class: row ? "soft" : "" }, label));
  });
  const box = find("#weights");
  const sample = (kind) => (svg) => draw(svg, "line", { x1: 0, x2: 42, y1: 8, y2: 8, "stroke-width": 3, class: "weight " + kind });
  legend(box, "positive weight", sample(""));
  legend(box, "negative weight", sample("minus"));
  box.append(element("span", {}, `wider is larger; the widest of all steps is ${largest.text}`));
  if (data.steps.some((step) => step.values.some((row, index) => data.blocks[index].kind === "W" && row && /nan|inf/.test(row)))) {
    legend(box, "nan", sample("none"));
  }
  changes.push((step) => {
    const rows = new Map();
    for (const weight of weights) {
      if (!rows.has(weight.index)) rows.set(weight.index, numbers(step.values[weight.index]));
      const value = rows.get(weight.index)[weight.place];
      const share = largest.size > 0 ? Math.min(Math.abs(value) / largest.size, 1) : 0;
      weight.line.setAttribute("class", Number.isNaN(value) || value === undefined ? "weight none" : value < 0 ? "weight minus" : "weight");
      weight.line.setAttribute("stroke-width", Number.isNaN(share) ? 1.5 : value === 0 ? 0 : (0.6 + 5.4 * share).toFixed(2));
    }
  });
})();

// ---- shapes and formulas, with norms

(function rows() {
  const body = find("#rows tbody");
  for (const [name, shape, names, formula] of data.rows) {
    const row = body.appendChild(element("tr"));
    row.append(element("th", { scope: "row" }, name), element("td", {}, shape), element("td", {}, names), element("td", {}, formula));
    const norm = row.appendChild(element("td"));
    const index = data.blocks.findIndex((block) => block.name === name);
    if (index >= 0) changes.push((step) => { norm.textContent = step.norms[index] === null ? "–" : step.norms[index]; });
  }
})();

// ---- J by step

(function curve() {
  const section = find("#curve");
  const curves = data.curves.map((curve) => ({ ...curve, x: numbers(curve.x), y: numbers(curve.y) }));
  const values = curves.flatMap((curve) => curve.y).filter(Number.isFinite);
  section.hidden = values.length === 0;
  if (section.hidden) return;
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const isLog = low > 0 && high / low > 1000;
  const all = curves.flatMap((curve) => curve.x);
  const [first, last] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const box = { left: 62, right: wide(560, 360), top: 12, bottom: 300 };
  const svg = picture(section.querySelector("div"), box.right + 20, 345, `Cost by step. The least value is ${low.toPrecision(4)}, the greatest ${high.toPrecision(4)}.`);
  const scale = (value) => (isLog ? Math.log10(value) : value);
  const x = (step) => box.left + ((step - first) / Math.max(last - first, 1)) * (box.right - box.left);
  let [bottom, top] = [scale(low), scale(high)];
  const room = top > bottom ? (top - bottom) / 25 : Math.max(Math.abs(top) / 10, 1e-9);
  [bottom, top] = [bottom - room, top + room];
  const y = (value) => box.bottom - ((scale(value) - bottom) / (top - bottom)) * (box.bottom - box.top);
  const marks = isLog
    ? ticks(Math.ceil(bottom), Math.floor(top), 6).filter(Number.isInteger).map((power) => Math.pow(10, power))
    : ticks(bottom, top, 6);
  for (const value of marks) {
    draw(svg, "line", { x1: box.left, x2: box.right, y1: y(value), y2: y(value), class: "axis" });
    draw(svg, "text", { x: box.left - 8, y: y(value) + 4, "text-anchor": "end", class: "soft" }, isLog ? value.toExponential(0) : String(value));
  }
  for (const step of ticks(first, last, wide(6, 4)).filter(Number.isInteger)) {
    draw(svg, "line", { x1: x(step), x2: x(step), y1: box.bottom, y2: box.bottom + 5, class: "axis" });
    draw(svg, "text", { x: x(step), y: box.bottom + 20, "text-anchor": "middle", class: "soft" }, step);
  }
  draw(svg, "path", { d: `M${box.left},${box.top}V${box.bottom}H${box.right}`, class: "axis" });
  draw(svg, "text", { x: box.right, y: box.bottom + 38, "text-anchor": "end", class: "soft" }, isLog ? "step (J on a logarithmic axis)" : "step");
  const dashes = ["", "9 4", "2 3", "12 3 2 3", "5 5", "14 6", "3 6", "8 2 2 2 2 2"];
  curves.forEach((curve, index) => {
    let path = "", isOpen = false;
    curve.x.forEach((step, place) => {
      const isDrawn = Number.isFinite(curve.y[place]);
      if (isDrawn) path += `${isOpen ? "L" : "M"}${x(step).toFixed(1)},${y(curve.y[place]).toFixed(1)}`;
      isOpen = isDrawn;
    });
    const look = { fill: "none", stroke: `var(--c${index % 6})`, "stroke-width": 2, "stroke-dasharray": dashes[index % 8], "stroke-linecap": "round" };
    draw(svg, "path", { d: path + (curve.x.length === 1 ? "h0.1" : ""), ...look, ...(curve.x.length === 1 ? { "stroke-width": 6 } : {}) });
    legend(section.querySelector(".legend"), curve.name, (svg) => draw(svg, "path", { d: "M0,8H42", ...look }));
  });
  const line = draw(svg, "line", { y1: box.top, y2: box.bottom, class: "here" });
  const dot = draw(svg, "circle", { r: 5, class: "dot" });
  changes.push((step) => {
    const value = step.costOf === null && step.J !== null ? number(step.J) : NaN;
    line.setAttribute("x1", x(step.step));
    line.setAttribute("x2", x(step.step));
    const isDrawn = Number.isFinite(value) && Number.isFinite(y(value));
    dot.setAttribute("visibility", isDrawn ? "visible" : "hidden");
    if (isDrawn) {
      dot.setAttribute("cx", x(step.step));
      dot.setAttribute("cy", y(value));
    }
  });
})();

// ---- the classes over two features

(function plane() {
  const section = find("#plane");
  section.hidden = data.plane === null;
  if (section.hidden) return;
  const { xName, yName, classes } = data.plane;
  const [xs, ys] = [numbers(data.plane.x), numbers(data.plane.y)];
  const box = { left: 62, right: wide(422, 362), top: 10, bottom: wide(370, 310) };
  const svg = picture(section.querySelector("div"), box.right + 18, box.bottom + 45, `Predicted classes over ${xName} and ${yName}, with the examples.`);
  const cell = { x: (box.right - box.left) / xs.length, y: (box.bottom - box.top) / ys.length };
  const x = (value) => box.left + (xs.length > 1 ? (value - xs[0]) / (xs[xs.length - 1] - xs[0]) : 0) * (box.right - box.left - cell.x) + cell.x / 2;
  const y = (value) => box.bottom - (ys.length > 1 ? (value - ys[0]) / (ys[ys.length - 1] - ys[0]) : 0) * (box.bottom - box.top - cell.y) - cell.y / 2;
  // Strokes and dots tell the areas apart without colours.
  const strokes = ["", "M0,9L9,0", "M0,4.5H9", "M4.5,0V9", "M0,0L9,9", "M0,4.5H9M4.5,0V9"];
  // From the seventh class on, the colours come again with other forms.
  const form = (index) => (index + Math.floor(index / 6)) % 6;
  const defs = draw(svg, "defs", {});
  function pattern(parent, index, id) {
    const made = draw(parent, "pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse" });
    draw(made, "rect", { width: 9, height: 9, fill: `var(--a${index % 6})` });
    const stroke = strokes[form(index)];
    if (stroke) draw(made, "path", { d: stroke, stroke: `var(--c${index % 6})`, "stroke-width": 0.7, opacity: 0.55 });
  }
  const areas = classes.map((name, index) => {
    pattern(defs, index, `area${index}`);
    return draw(svg, "path", { fill: `url(#area${index})` });
  });
  const shapes = [
    (x, y) => `M${x - 3},${y}a3,3 0 1,0 6,0a3,3 0 1,0 -6,0`, (x, y) => `M${x - 3},${y - 3}L${x + 3},${y + 3}M${x + 3},${y - 3}L${x - 3},${y + 3}`,
    (x, y) => `M${x},${y - 4}L${x + 4},${y + 3}H${x - 4}Z`, (x, y) => `M${x - 3},${y - 3}h6v6h-6Z`,
    (x, y) => `M${x - 4},${y}H${x + 4}M${x},${y - 4}V${y + 4}`, (x, y) => `M${x},${y - 4}L${x + 4},${y}L${x},${y + 4}L${x - 4},${y}Z`,
  ];
  const look = (index) => ({ fill: "none", stroke: `var(--c${index % 6})`, "stroke-width": 1.4 });
  const round = (value) => Number(value.toFixed(1));
  data.plane.points.forEach((points, index) => {
    const px = numbers(points.x), py = numbers(points.y);
    const path = px.map((value, place) => (Number.isFinite(value) && Number.isFinite(py[place]) ? shapes[form(index)](round(x(value)), round(y(py[place]))) : ""));
    draw(svg, "path", { d: path.join(""), ...look(index) });
    const isClass = data.plane.points.length === classes.length && !points.name.startsWith("class ");
    legend(section.querySelector(".legend"), (isClass ? "class " : "") + points.name, (svg) => {
      const id = `sample${index}`;
      pattern(draw(svg, "defs", {}), index, id);
      draw(svg, "rect", { x: 0.5, y: 0.5, width: 41, height: 15, fill: `url(#${id})`, stroke: "var(--line)" });
      draw(svg, "path", { d: shapes[form(index)](21, 8), ...look(index) });
    });
  });
  draw(svg, "rect", { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top, class: "axis" });
  for (const value of ticks(xs[0], xs[xs.length - 1], 6)) draw(svg, "text", { x: x(value), y: box.bottom + 18, "text-anchor": "middle", class: "soft" }, value);
  for (const value of ticks(ys[0], ys[ys.length - 1], 6)) draw(svg, "text", { x: box.left - 8, y: y(value) + 4, "text-anchor": "end", class: "soft" }, value);
  draw(svg, "text", { x: box.right, y: box.bottom + 36, "text-anchor": "end" }, shorten(xName, 40));
  draw(svg, "text", { x: 12, y: 24, transform: "rotate(-90 12 24)", "text-anchor": "end" }, shorten(yName, 40));
  changes.push((step) => {
    const paths = classes.map(() => "");
    const runs = numbers(step.areas);
    let place = 0;
    for (let run = 0; run + 1 < runs.length; run += 2) {
      let left = runs[run + 1];
      while (left > 0) {
        const column = place % xs.length, row = Math.floor(place / xs.length);
        const width = Math.min(left, xs.length - column);
        if (runs[run] >= 0) {
          paths[runs[run]] += `M${round(box.left + column * cell.x)},${round(box.bottom - (row + 1) * cell.y)}h${round(width * cell.x)}v${cell.y}h${-round(width * cell.x)}Z`;
        }
        place += width;
        left -= width;
      }
    }
    areas.forEach((area, index) => area.setAttribute("d", paths[index]));
  });
})();

// ---- parameters and gradients

(function arrays() {
  const section = find("#arrays");
  let group = null, layer = 0, isCut = false;
  changes.push((step) => {
    const text = step.gradientsOf === step.step
      ? `dW and db are those that made step ${step.step}, so they belong to the parameters before it.`
      : `dW and db are stale: they were computed at step ${step.gradientsOf}, and the parameters or the data have changed since.`;
    find("#gradients").textContent = step.gradientsOf === null ? "" : text;
  });
  // Wide arrays stand below each other, and the columns of b and db beside each other.
  const isLarge = (layer) => data.blocks.some((block) => block.layer === layer && block.columns.length > 6);
  const order = (block) => 4 * block.layer + (isLarge(block.layer) ? ["W", "dW", "b", "db"] : ["W", "b", "dW", "db"]).indexOf(block.kind);
  const blocks = data.blocks.map((block, index) => ({ block, index })).sort((one, other) => order(one.block) - order(other.block));
  blocks.forEach(({ block, index }) => {
    if (block.layer !== layer) {
      layer = block.layer;
      const part = section.appendChild(element("div"));
      part.append(element("h3", {}, `Layer ${layer}`));
      group = part.appendChild(element("div", { class: "arrays" }));
    }
    const scroll = group.appendChild(element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": block.name }));
    // Paper has the first part of a large table.
    const parts = [block.columns.length > 8 ? "wide" : "", block.rows.length > 24 ? "long" : ""];
    const table = scroll.appendChild(element("table", { class: parts.join(" ") }));
    if (parts.join("")) isCut = true;
    const caption = table.appendChild(element("caption", {}, `${block.name} ${block.shape} `));
    const extra = caption.appendChild(element("i"));
    const cells = [];
    if (block.rows.length) {
      const head = table.appendChild(element("thead")).appendChild(element("tr"));
      head.append(element("th", { scope: "col" }, ""));
      for (const column of block.columns) head.append(element("th", { scope: "col" }, column));
    }
    const body = table.appendChild(element("tbody"));
    for (const row of block.rows) {
      const line = body.appendChild(element("tr"));
      line.append(element("th", { scope: "row" }, row));
      for (const column of block.columns) cells.push(line.appendChild(element("td", { "data-entry": `${block.name}[${row},${column}]` })));
    }
    const part = block.rows.length === 0 ? "entries left out; " : block.whole ? "" : "part; ";
    changes.push((step) => {
      const norm = step.norms[index];
      extra.textContent = part + (norm === null ? "not computed" : `norm ${norm}`);
      const row = texts(step.values[index]);
      cells.forEach((cell, place) => {
        const text = place < row.length ? row[place] : "–";
        if (cell.textContent !== text) cell.textContent = text;
      });
    });
  });
  find(".paper").hidden = !isCut;
})();

// ---- going through the steps

/** Shows the step at a place of the list, and keeps it in the address. */
function show(place, keeps) {
  const index = Math.max(0, Math.min(data.steps.length - 1, place));
  slider.value = index;
  const step = data.steps[index];
  for (const change of changes) change(step);
  if (!keeps) return;
  try { history.replaceState(null, "", `#step=${step.step}`); } catch { /* some browsers refuse this for files */ }
}

/** The place of the step that the address names: the nearest one on the page. Without one, the last. */
function placeInAddress() {
  const match = /^#step=(\d+)$/.exec(location.hash);
  if (!match) return data.steps.length - 1;
  const distances = data.steps.map((step) => Math.abs(step.step - Number(match[1])));
  return distances.indexOf(Math.min(...distances));
}

slider.addEventListener("input", () => show(Number(slider.value), true));
window.addEventListener("hashchange", () => show(placeInAddress(), false));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.target === slider) return;
  // In a box with a long table the keys move the table.
  const box = event.target.closest ? event.target.closest(".scroll") : null;
  if (box && (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight)) return;
  const now = Number(slider.value);
  const places = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: data.steps.length - 1 };
  if (!(event.key in places)) return;
  event.preventDefault();
  show(places[event.key], true);
});
show(placeInAddress(), false);
