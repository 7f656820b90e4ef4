// The frame of every chart: heading, a sentence that says what it tells, the drawing, its table, its file.
import { h, uniqueId } from "./dom.js";
import { csvButton, table } from "./table.js";
import { plural } from "./format.js";
import { interactive } from "./tip.js";

const WIDTH_MIN = 300;
const drawn = new Set();

// Drawings are made for the width that is there, anew when that changes by more than a little.
const watcher = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const width = Math.max(WIDTH_MIN, Math.round(contentRect.width));
    if (target.draw && Math.abs(width - (target.drawnWidth ?? 0)) > 12 && !window.matchMedia("print").matches) target.draw(width);
  }
});

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
    for (const text of drawing.querySelectorAll("[aria-hidden]")) text.removeAttribute("tabindex");
    place.replaceChildren(marks ? interactive(drawing, activate) : drawing);
  };
  watcher.observe(place);
  drawn.add(place);
  return place;
}

// data: {caption, columns, rows, by}; file: the name of its CSV.
export function dataTable(data, file, title) {
  return h("div", { class: "data" },
    h("details", null, h("summary", null, `Table: ${data.caption} (${plural(data.rows.length, "row")})`), table(data)),
    csvButton(file, title, () => data));
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
  const id = uniqueId("absent");
  return h("section", { class: "absent", "aria-labelledby": id }, h("h3", { id }, title),
    h("p", null, h("strong", null, "Not computed. "), why), notes.length > 0 && h("ul", null, notes.map((note) => h("li", null, note))));
}
