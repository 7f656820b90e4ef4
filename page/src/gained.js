// How many days earlier than the first trace, or the opened case, a lead was shown.
import { h, select } from "./dom.js";
import { count, plural, quartiles } from "./format.js";
import { absent, canvas, changing } from "./figure.js";
import { INK, PRESENT, Plot, QUIET, plot } from "./plot.js";

const ROWS_SHOWN = 8, LABELLED_BARS = 18;
const choice = { rows: "some", pack: "present" };
const sum = (counts) => counts.reduce((a, b) => a + b, 0);

function rowDrawing(row, edges, width, withAxis, name) {
  const all = sum(row.counts), bars = row.counts.map((value, n) => ({ from: edges[n], to: edges[n + 1], value }));
  const says = (b) => [name, `${count(b.from)} to ${count(b.to - 1)} days: ${plural(b.value, "lead")}`, b.to <= 0 ? "later than the trace: nothing gained" : `${all ? Math.round((100 * b.value) / all) : 0} % of ${count(all)}`].join("\n");
  return plot({
    width, height: withAxis ? 100 : 64, marginTop: 14, marginBottom: withAxis ? 40 : 4, marginLeft: 16, marginRight: 16, color: { type: "identity" },
    x: { domain: [edges[0], edges[edges.length - 1]], label: "days from the first lead to the trace or the opened case →", tickSize: 3, axis: withAxis ? "bottom" : null, ticks: Math.max(3, Math.round(width / 90)) }, y: { axis: null, domain: [0, Math.max(1, ...row.counts)] },
    marks: [
      Plot.rectY(bars.filter((b) => b.value), { x1: "from", x2: "to", y: "value", inset: 0.5, fill: (b) => (b.to <= 0 ? "url(#hatch)" : PRESENT), ariaLabel: says }),
      bars.length <= LABELLED_BARS && Plot.text(bars.filter((b) => b.value), { x: (b) => (b.from + b.to) / 2, y: "value", dy: -7, text: (b) => count(b.value), fill: INK, fontSize: 10.5 }),
      Plot.ruleY([0], { stroke: QUIET }), Plot.ruleX([0], { stroke: INK, strokeDasharray: "2 2" }),
    ],
  });
}

// The middle half as a bar, the median as a mark on it, on one scale for all rows.
function box(q, least, most) {
  if (!q?.n) return h("span", { class: "quiet" }, "no pair to measure");
  const at = (value) => (100 * (value - least)) / Math.max(1, most - least);
  return h("span", { class: "box", "aria-hidden": "true" }, h("span", { class: "box-zero", style: `left:${at(0)}%` }),
    h("span", { class: "box-half", style: `left:${at(q.q1)}%;width:${at(q.q3) - at(q.q1)}%` }), h("span", { class: "box-median", style: `left:${at(q.median)}%` }));
}

function rowsOf(doc, cell, pack) {
  const of = (id) => (id ? cell.indicators.find((i) => i.id === id)?.all : cell.all)?.days_gained;
  const rows = doc.gained[pack].map((row) => ({ ...row, q: of(row.id) })).filter((row) => sum(row.counts)).sort((a, b) => sum(b.counts) - sum(a.counts));
  return doc.gained.all ? [{ id: null, counts: doc.gained.all[pack], q: of(null) }, ...rows] : rows;
}

function rowElement(context, row, edges, reach, withAxis) {
  const name = row.id ? context.titleOf(row.id) : "All leads", pressed = Boolean(row.id) && context.filter === row.id;
  const label = row.id ? h("button", { type: "button", class: "filter", "data-id": row.id, "aria-pressed": String(pressed), onclick: () => context.setFilter(pressed ? null : row.id) }, name) : h("span", { class: "row-name" }, name);
  return h("li", { class: `gained-row${pressed ? " chosen" : ""}` }, h("div", { class: "week-label" }, label, h("span", { class: "quiet" }, row.q?.n ? `median ${quartiles(row.q)} days` : ""), box(row.q, ...reach)),
    canvas((width) => rowDrawing(row, edges, width, withAxis, name), { label: `Days gained by ${name}` }));
}

export function gained(context) {
  const { doc } = context, why = "It takes leads whose guns were traced later, or whose case was opened on a known day.", missing = () => [absent("Days gained", why, context.notesOn(/trace|label|gained/i))];
  if (!doc.gained?.edges.length) return missing();
  return [changing(choice, (now, choose) => {
    const pack = now.pack === "candidate" && doc.gained.candidate ? "candidate" : "present", cell = context[pack], q = cell.all.days_gained, { edges } = doc.gained;
    const rows = rowsOf(doc, cell, pack), picked = context.filter ? rows.filter((row) => !row.id || row.id === context.filter) : rows, shown = now.rows === "all" ? picked : picked.slice(0, ROWS_SHOWN + 1);
    const boxes = rows.map((r) => r.q).filter((x) => x?.n), reach = [Math.min(0, ...boxes.map((x) => x.q1)), Math.max(1, ...boxes.map((x) => x.q3))];
    return {
      title: "Days gained by indicator", file: "days-gained",
      sentence: q?.n ? `Half of the ${count(q.n)} leads that a trace or a case followed were shown at least ${plural(q.median, "day")} before it; the middle half ${count(q.q1)} to ${count(q.q3)} days.` : "No lead was followed by a trace or an opened case.",
      controls: [doc.gained.candidate && select("Pack", [["present", "in force"], ["candidate", "candidate"]], now.pack, (value) => choose("pack", value)),
        picked.length > ROWS_SHOWN + 1 && h("button", { type: "button", onclick: () => choose("rows", now.rows === "all" ? "some" : "all") }, now.rows === "all" ? "Fewer indicators" : `All ${count(picked.length - 1)} indicators`),
        h("span", { class: "legend" }, h("span", { class: "key present-key" }), "days gained", h("span", { class: "key hatch-key" }), "shown later than the trace", h("span", { class: "sym box-words" }, "line at the left: the middle half and the median"))].filter(Boolean),
      body: h("ul", { class: "gained-rows" }, shown.map((row, n) => rowElement(context, row, edges, reach, n === shown.length - 1))),
      data: { caption: "Leads by days gained", rows, columns: [{ name: "Indicator", head: true, value: (r) => r.id ?? "all leads" }, ...["n", "q1", "median", "q3"].map((part) => ({ name: part, number: true, value: (r) => r.q?.[part] ?? null })),
        ...edges.slice(0, -1).map((from, n) => ({ name: `${from} to ${edges[n + 1] - 1} days`, number: true, value: (r) => r.counts[n] }))] },
    };
  })];
}
