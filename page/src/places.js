// Where the leads are: divisions by groups, as a table whose cells are shaded.
import { h, select } from "./dom.js";
import { count, percent, plural } from "./format.js";
import { absent, changing } from "./figure.js";
import { interactive } from "./tip.js";
import { shade } from "./plot.js";

const choice = { pack: "present", by: "division", figure: "leads" };
const FIGURES = { leads: "leads", guns: "guns", true: "confirmed leads", false: "false leads" };
const NO_PLACE = "no division known", NO_GROUP = "no group";

function sums(rows, by) {
  const cells = new Map();
  for (const row of rows) {
    const place = row[by] ?? (by === "state" ? "no state known" : NO_PLACE), group = row.group ?? NO_GROUP, key = `${place}\n${group}`;
    const cell = cells.get(key) ?? { place, group, leads: 0, guns: 0, true: 0, false: 0 };
    for (const name of Object.keys(FIGURES)) cell[name] += row[name];
    cells.set(key, cell);
  }
  return cells;
}

const totals = (cells, name, figureName) => {
  const total = new Map();
  for (const cell of cells.values()) total.set(cell[name], (total.get(cell[name]) ?? 0) + cell[figureName]);
  return [...total].sort((a, b) => b[1] - a[1]);
};

function map(cells, now) {
  const places = totals(cells, "place", now.figure), groups = totals(cells, "group", now.figure);
  const most = Math.max(1, ...[...cells.values()].map((cell) => cell[now.figure]));
  const cellOf = (place, group) => {
    const cell = cells.get(`${place}\n${group}`), value = cell?.[now.figure] ?? 0, part = value / most;
    if (!cell) return h("td", { class: "heat none" }, h("span", { class: "visually-hidden" }, "none"));
    const says = `${place}, ${group}\n${plural(cell.leads, "lead")}, ${plural(cell.guns, "gun")}\nconfirmed ${count(cell.true)}, false ${count(cell.false)}`;
    return h("td", { class: "heat" }, h("span", { class: "heat-cell", style: `background:${shade(part)}`, "aria-label": says, "data-n": value }, count(value)));
  };
  return h("table", { class: "map" }, h("caption", null, `${FIGURES[now.figure]} by ${now.by} and group; the stronger the colour, the more; a lead given to several groups counts in each`),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, now.by), groups.map(([group]) => h("th", { scope: "col", class: "number" }, group)), h("th", { scope: "col", class: "number" }, "all"))),
    h("tbody", null, places.map(([place, total]) => h("tr", null, h("th", { scope: "row" }, place), groups.map(([group]) => cellOf(place, group)), h("td", { class: "number total" }, count(total))))));
}

export function places(context) {
  const { doc } = context;
  if (!doc.places?.present.length) return [absent("Places and groups", doc.places ? "No lead was found, so there is no place to tell." : "Divisions come from the table of dealers (--dealers), groups from --groups.", context.notesOn(/dealer|division|group|event/i))];
  const columns = [
    { name: "Division", head: true, value: (r) => r.division, text: (r) => r.division ?? NO_PLACE }, { name: "State", value: (r) => r.state }, { name: "Group", value: (r) => r.group, text: (r) => r.group ?? NO_GROUP },
    { name: "Leads", number: true, value: (r) => r.leads }, { name: "Guns", number: true, value: (r) => r.guns }, { name: "Confirmed", number: true, value: (r) => r.true }, { name: "False", number: true, value: (r) => r.false },
    { name: "Precision", number: true, value: (r) => (r.true + r.false ? r.true / (r.true + r.false) : null), text: (r) => (r.true + r.false ? percent(r.true / (r.true + r.false)) : "–") },
  ];
  return [changing(choice, (now, choose) => {
    const rows = doc.places[now.pack] ?? doc.places.present, cells = sums(rows, now.by), [top] = totals(cells, "place", now.figure), all = [...cells.values()].reduce((a, c) => a + c[now.figure], 0);
    return {
      title: "Leads by place and group", file: "places", sentence: `${top[0]} has ${count(top[1])} of the ${count(all)} ${FIGURES[now.figure]} (${percent(all ? top[1] / all : 0)}).`,
      controls: [select("Show", Object.entries(FIGURES), now.figure, (v) => choose("figure", v)), select("Rows", [["division", "divisions"], ["state", "states"]], now.by, (v) => choose("by", v)),
        doc.places.candidate && select("Pack", [["present", "in force"], ["candidate", "candidate"]], now.pack, (v) => choose("pack", v))].filter(Boolean),
      body: h("div", { class: "scroll" }, interactive(map(cells, now))), data: { caption: "Leads by division, state and group", rows, columns, by: columns[3] },
    };
  })];
}
