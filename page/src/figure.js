// The frame of every chart: heading, a sentence that says what it tells, the drawing, its table, its file.
import { h, uniqueId } from "./dom.js";
import { csvButton, table } from "./table.js";
import { plural } from "./format.js";
import { interactive } from "./tip.js";

const WIDTH_MIN = 300, NEAR_PX = 600, SLICE_MS = 12;

// Drawings near the window are made at once, the others in the pauses after, so that a long page opens soon.
const waiting = new Set();
let woken = false;

function drawNow(place) {
  waiting.delete(place);
  place.draw(place.wantedWidth);
}

export function drawWaiting(until = Infinity) {
  for (const place of waiting) {
    if (performance.now() > until) break;
    drawNow(place);
  }
}

function wake() {
  if (woken) return;
  woken = true;
  setTimeout(() => {
    woken = false;
    drawWaiting(performance.now() + SLICE_MS);
    if (waiting.size) wake();
  });
}

// Anew where the width changes by more than a little.
const watcher = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const width = Math.max(WIDTH_MIN, Math.round(contentRect.width));
    if (Math.abs(width - (target.drawnWidth ?? 0)) <= 12 || window.matchMedia("print").matches) continue;
    target.wantedWidth = width;
    if (target.drawnWidth || target.getBoundingClientRect().top < window.innerHeight + NEAR_PX) drawNow(target);
    else waiting.add(target);
  }
  if (waiting.size) wake();
});

// Axes and lines are for the eye: who listens has the marks and the table. A group that says nothing is no element to name.
function quiet(drawing) {
  for (const group of drawing.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  for (const group of drawing.querySelectorAll("svg > g")) if (!group.querySelector("[aria-label]")) group.setAttribute("aria-hidden", "true");
}

// A place for draw(width) -> an element, kept at the width of its surroundings. activate: see interactive().
export function canvas(draw, { label, activate = null, marks = true } = {}) {
  const place = h("div", { class: "drawing" });
  place.draw = (width) => {
    place.drawnWidth = width;
    const drawing = draw(width);
    if (label) {
      drawing.setAttribute("role", marks ? "group" : "img");
      drawing.setAttribute("aria-label", label);
    }
    quiet(drawing);
    place.replaceChildren(marks ? interactive(drawing, activate) : drawing);
  };
  watcher.observe(place);
  return place;
}

// data: {caption, columns, rows, by}; file: the name of its CSV.
// The table is made when it is first opened.
export function dataTable(data, file, title) {
  const details = h("details", { "data-rows": data.rows.length, ontoggle: () => details.fill() }, h("summary", null, `Table: ${data.caption} (${plural(data.rows.length, "row")})`));
  details.fill = () => { if (details.children.length === 1) details.append(table(data)); };
  return h("div", { class: "data" }, details, csvButton(file, title, () => data));
}

// level: of the heading. body: elements. data may be null where the body is a table itself.
export function figure({ title, sentence, controls = [], body, data = null, file, level = "h3" }) {
  const id = uniqueId("figure");
  return h("figure", { "aria-labelledby": id },
    h("figcaption", null, h(level, { id }, title), sentence && h("p", { class: "sentence" }, sentence)),
    controls.length > 0 && h("div", { class: "controls" }, controls), body, data && dataTable(data, file, title));
}

// A figure that is made anew when one of its choices changes; make(choice, choose) -> what figure() takes.
export function changing(choice, make) {
  let now = null;
  const choose = (name, value) => {
    choice[name] = value;
    const active = [...(now?.querySelectorAll("select, .controls button") ?? [])].indexOf(document.activeElement);
    const next = figure(make(choice, choose));
    now?.replaceWith(next);
    now = next;
    if (active >= 0) now.querySelectorAll("select, .controls button")[active]?.focus();
  };
  choose();
  return now;
}

// What stands where a part of the document is missing.
export function absent(title, why, notes = []) {
  return h("div", { class: "absent" }, h("h3", null, title),
    h("p", null, h("strong", null, "Not computed. "), why), notes.length > 0 && h("ul", null, notes.map((note) => h("li", null, note))));
}
