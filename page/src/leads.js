// All leads of the pack in force: searched, filtered, sorted, a page at a time. Only the rows of the page are made.
import { announce, h, select } from "./dom.js";
import { KINDS, LABELS, count, date, isoOfDay, plural } from "./format.js";
import { absent } from "./figure.js";
import { saveCsv } from "./csv.js";

const PAGE_ROWS = 25;
const state = { text: "", label: "", kind: "", page: 0, by: "since", down: true };
// Masks may have more bits than JavaScript's integers: divided, not shifted.
const hasBit = (mask, bit) => Math.floor(mask / 2 ** bit) % 2 === 1;

function matching(list, filter) {
  const text = state.text.trim().toUpperCase(), bit = filter && list.hits ? list.ids.indexOf(filter) : null, found = [];
  for (let n = 0; n < list.id.length; n++) {
    if (bit !== null && (bit < 0 || !hasBit(list.hits[n], bit))) continue;
    if (state.label && list.label[n] !== state.label) continue;
    if (state.kind && list.kind[n] !== state.kind) continue;
    if (text && !list.id[n].toUpperCase().includes(text) && !list.key?.[n].toUpperCase().includes(text)) continue;
    found.push(n);
  }
  const values = list[state.by], sign = state.down ? -1 : 1;
  return found.sort((a, b) => (values[a] < values[b] ? -sign : values[a] > values[b] ? sign : a - b));
}

const indicatorsOf = (list, n) => list.ids.filter((_, bit) => hasBit(list.hits[n], bit));
const COLUMNS = [
  { by: "id", name: "Lead", text: (l, n) => l.id[n], raw: (l, n) => l.id[n], head: true }, { by: "key", name: "Key", text: (l, n) => l.key[n], raw: (l, n) => l.key[n] }, { by: "kind", name: "Kind", text: (l, n) => KINDS[l.kind[n]] ?? l.kind[n], raw: (l, n) => KINDS[l.kind[n]] ?? l.kind[n] },
  { by: "since", name: "First shown", text: (l, n) => date(isoOfDay(l.since[n])), raw: (l, n) => isoOfDay(l.since[n]) }, { by: "score", name: "Score", number: true, text: (l, n) => count(l.score[n]), raw: (l, n) => l.score[n] },
  { by: "guns", name: "Guns", number: true, text: (l, n) => count(l.guns[n]), raw: (l, n) => l.guns[n] }, { by: "label", name: "Label", text: (l, n) => LABELS[l.label[n]], raw: (l, n) => LABELS[l.label[n]] },
  { by: null, name: "Indicators", text: (l, n) => indicatorsOf(l, n).join(", "), raw: (l, n) => indicatorsOf(l, n).join(" ") },
];

export function leads(context) {
  const list = context.doc.leads;
  if (!list || !list.id.length) return [absent("All leads", "No lead was found.", context.notesOn(/event|lead/i))];
  const columns = COLUMNS.filter((c) => (c.by !== "key" || list.key) && (c.by !== null || list.hits)), head = h("tr"), body = h("tbody"), told = h("p", { class: "sentence", id: "leads-told" }), pager = h("div", { class: "pager" });
  let found = [];
  const draw = () => {
    const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS)), from = state.page * PAGE_ROWS;
    told.textContent = `${plural(found.length, "lead")} of ${count(list.id.length)}${!context.filter ? "" : list.hits ? ` with ${context.titleOf(context.filter)}` : "; there are too many indicators to tell which lead has which"}.`;
    body.replaceChildren(...found.slice(from, from + PAGE_ROWS).map((n) => h("tr", null, columns.map((c) => h(c.head ? "th" : "td", { scope: c.head && "row", class: `${c.number ? "number" : ""}${c.head ? " mono" : ""}` }, c.text(list, n))))));
    const go = (to, name) => {
      state.page = to;
      draw();
      announce(`Page ${count(to + 1)} of ${count(pages)}`);
      const same = pager.querySelector(`[data-go="${name}"]`);
      (same && !same.disabled ? same : pager.querySelector("button:not([disabled])"))?.focus();
    };
    const button = (name, text, to, off) => h("button", { type: "button", "data-go": name, disabled: off, onclick: () => go(to, name) }, text);
    const number = h("input", { type: "number", min: 1, max: pages, value: state.page + 1, "aria-label": "Page", onchange: () => { state.page = Math.min(pages, Math.max(1, Math.floor(Number(number.value) || 1))) - 1; draw(); pager.querySelector("input").focus(); } });
    pager.replaceChildren(button("first", "First", 0, state.page === 0), button("previous", "Previous", state.page - 1, state.page === 0), h("span", null, "Page ", number, ` of ${count(pages)}`),
      button("next", "Next", state.page + 1, state.page >= pages - 1), button("last", "Last", pages - 1, state.page >= pages - 1));
  };
  const drawHead = () => head.replaceChildren(...columns.map((c) => h("th", { scope: "col", class: c.number && "number", "aria-sort": c.by && state.by === c.by ? (state.down ? "descending" : "ascending") : null },
    c.by ? h("button", { type: "button", class: "sort", onclick: () => { state.down = state.by === c.by ? !state.down : Boolean(c.number); state.by = c.by; again(); head.children[columns.indexOf(c)].firstChild.focus(); } }, c.name, h("span", { class: "arrow", "aria-hidden": "true" }, state.by === c.by ? (state.down ? "▼" : "▲") : "↕")) : c.name)));
  const again = () => { state.page = 0; found = matching(list, context.filter); drawHead(); draw(); };
  const search = h("input", { type: "search", value: state.text, placeholder: "L-…", oninput: () => { state.text = search.value; again(); announce(plural(found.length, "lead")); } });
  const set = (name) => (value) => { state[name] = value; again(); announce(plural(found.length, "lead")); };
  const write = () => saveCsv("leads", columns.map((c) => c.name), found.map((n) => columns.map((c) => c.raw(list, n))));
  again();
  return [h("figure", { "aria-labelledby": "leads-title" }, h("figcaption", null, h("h3", { id: "leads-title" }, "Leads of the pack in force"), told),
    h("div", { class: "controls" }, h("label", { class: "control" }, h("span", null, list.key ? "Lead or key" : "Lead"), search), select("Label", [["", "any"], ["t", "confirmed"], ["f", "false"], ["u", "unlabelled"]], state.label, set("label")),
      select("Kind", [["", "any"], ...Object.entries(KINDS)], state.kind, set("kind")), h("button", { type: "button", class: "save", "aria-label": "Save CSV: the leads that are found", onclick: write }, "Save CSV")),
    h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Leads" }, h("table", { class: "leads" }, h("caption", null, "Leads, a page at a time"), h("thead", null, head), body)), pager)];
}
