// How many days earlier than the first trace, or the opened case, a lead was shown.
import { h, select } from "./dom.js";
import { count, plural, quartiles } from "./format.js";
import { absent, canvas, changing } from "./figure.js";
import { INK, PRESENT, Plot, QUIET, plot } from "./plot.js";

const ROWS_SHOWN = 8;
const choice = { rows: "some", pack: "present" };
const sum = (counts) => counts.reduce((a, b) => a + b, 0);

// The steps that counts are of: one more than edges where both ends are open.
export function steps(edges, length) {
  const name = (from, to) => (from === null ? `less than ${count(to)}` : to === null ? `${count(from)} or more` : `${count(from)} to ${count(to - 1)}`);
  const open = length === edges.length + 1, list = open ? [null, ...edges, null] : length === edges.length ? [...edges, null] : edges;
  return list.slice(0, -1).map((from, n) => ({ from, to: list[n + 1], name: `${name(from, list[n + 1])} days`, short: from === null ? `< ${list[n + 1]}` : list[n + 1] === null ? `${from} +` : `${from}` }));
}

function rowDrawing(row, bins, width, withAxis, name) {
  const bars = bins.map((bin, n) => ({ ...bin, value: row.counts[n] })), all = sum(row.counts);
  return plot({
    width, height: withAxis ? 84 : 62, marginTop: 14, marginBottom: withAxis ? 24 : 4, marginLeft: 6, marginRight: 6,
    x: { type: "band", domain: bins.map((b) => b.short), label: null, tickSize: 0, axis: withAxis ? "bottom" : null, padding: 0.08 }, y: { axis: null, domain: [0, Math.max(1, ...row.counts)] },
    marks: [
      Plot.barY(bars, { x: "short", y: "value", fill: (b) => ((b.to ?? 1) <= 0 ? "url(#hatch)" : PRESENT), ariaLabel: (b) => `${name}\n${b.name}: ${plural(b.value, "lead")}\n${b.to !== null && b.to <= 0 ? "later than the trace: nothing gained" : `${all ? Math.round((100 * b.value) / all) : 0} % of ${count(all)}`}` }),
      Plot.text(bars.filter((b) => b.value), { x: "short", y: "value", dy: -7, text: (b) => count(b.value), fill: INK, fontSize: 10.5 }), Plot.ruleY([0], { stroke: QUIET }),
    ],
    color: { type: "identity" },
  });
}

// The middle half as a bar, the median as a mark on it, on one scale for all rows.
function box(q, least, most) {
  if (!q?.n) return h("span", { class: "quiet" }, "no pair to measure");
  const at = (value) => (100 * (value - least)) / Math.max(1, most - least);
  return h("span", { class: "box", "aria-hidden": "true" }, h("span", { class: "box-zero", style: `left:${at(0)}%` }),
    h("span", { class: "box-half", style: `left:${at(q.q1)}%;width:${at(q.q3) - at(q.q1)}%` }), h("span", { class: "box-median", style: `left:${at(q.median)}%` }));
}

export function gained(context) {
  const { doc } = context;
  if (!doc.gained) return [absent("Days gained", "It takes leads whose guns were traced later, or whose case was opened on a known day.", context.notesOn(/trace|label|gained/i))];
  return [changing(choice, (now, choose) => {
    const cell = now.pack === "candidate" && context.candidate ? context.candidate : context.present, q = cell.all.days_gained;
    const source = (now.pack === "candidate" && doc.gained.candidate) || doc.gained.present;
    const rows = source.map((row) => ({ ...row, q: cell.indicators.find((i) => i.id === row.id)?.all.days_gained })).sort((a, b) => sum(b.counts) - sum(a.counts));
    const picked = context.filter ? rows.filter((row) => row.id === context.filter) : rows, shown = now.rows === "all" ? picked : picked.slice(0, ROWS_SHOWN);
    const bins = steps(doc.gained.edges, rows[0]?.counts.length ?? 0), boxes = rows.map((r) => r.q).filter((x) => x?.n);
    const least = Math.min(0, ...boxes.map((x) => x.q1)), most = Math.max(1, ...boxes.map((x) => x.q3));
    return {
      title: "Days gained by indicator", file: "days-gained",
      sentence: q?.n ? `Half of the ${count(q.n)} leads that a trace or a case followed were shown at least ${plural(q.median, "day")} before it; the middle half ${count(q.q1)} to ${count(q.q3)} days.` : "No lead was followed by a trace or an opened case.",
      controls: [doc.gained.candidate && select("Pack", [["present", "in force"], ["candidate", "candidate"]], now.pack, (value) => choose("pack", value)),
        picked.length > ROWS_SHOWN && h("button", { type: "button", onclick: () => choose("rows", now.rows === "all" ? "some" : "all") }, now.rows === "all" ? "Fewer indicators" : `All ${count(picked.length)} indicators`),
        h("span", { class: "legend" }, h("span", { class: "key present-key" }), "days gained", h("span", { class: "key hatch-key" }), "shown later than the trace")].filter(Boolean),
      body: h("ul", { class: "gained-rows" }, shown.map((row, n) => h("li", { class: "gained-row" },
        h("div", { class: "week-label" }, h("button", { type: "button", class: "filter", "data-id": row.id, "aria-pressed": String(context.filter === row.id), onclick: () => context.setFilter(context.filter === row.id ? null : row.id) }, context.titleOf(row.id)),
          h("span", { class: "quiet" }, row.q?.n ? `median ${quartiles(row.q)} days` : ""), box(row.q, least, most)),
        canvas((width) => rowDrawing(row, bins, width, n === shown.length - 1, context.titleOf(row.id)), { label: `Days gained by ${context.titleOf(row.id)}` })))),
      data: { caption: "Leads by days gained", rows, columns: [{ name: "Indicator", head: true, value: (r) => r.id, text: (r) => context.titleOf(r.id) }, ...bins.map((bin, n) => ({ name: bin.name, number: true, value: (r) => r.counts[n] })),
        ...["n", "q1", "median", "q3"].map((part) => ({ name: part, number: true, value: (r) => r.q?.[part] ?? null }))] },
    };
  })];
}
