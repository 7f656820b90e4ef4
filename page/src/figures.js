// The figures of every indicator and group.
import { h, select } from "./dom.js";
import { count, interval, ofThem, percent, plural } from "./format.js";
import { figureColumns, lines } from "./measures.js";
import { absent, canvas, changing, figure } from "./figure.js";
import { csvButton, table } from "./table.js";
import { cut, INK, Plot, PRESENT, QUIET, percentTicks, plot } from "./plot.js";

const choices = { precision: { pack: "present" }, indicators: { pack: "present" }, groups: { pack: "present" } };
const cellOf = (context, pack) => (pack === "candidate" && context.candidate ? context.candidate : context.present);
const packSelect = (context, now, choose) => context.candidate && select("Pack", [["present", "in force"], ["candidate", "candidate"]], now.pack, (value) => choose("pack", value));

function forest(context, rows, all, width) {
  const left = Math.min(240, width * 0.4), most = Math.min(1, 1.05 * Math.max(...rows.map((r) => r.all.precision.high)));
  return plot({
    width, height: 64 + 26 * rows.length, marginLeft: left, marginRight: 64, marginTop: 22, marginBottom: 40, color: { type: "identity" }, symbol: { type: "identity" },
    x: { domain: [0, most], tickFormat: percentTicks(most), grid: true, label: "precision, with its 95 % interval →", ticks: 5 }, y: { domain: rows.map((r) => r.id), label: null, tickSize: 0, tickFormat: (id) => cut(id, Math.floor(left / 7)) },
    marks: [
      all.precision && Plot.ruleX([all.precision.share], { stroke: QUIET, strokeDasharray: "3 3" }), all.precision && Plot.text([all.precision], { x: "share", frameAnchor: "top", dy: -12, text: () => `all leads ${percent(all.precision.share)}`, fill: INK }),
      Plot.ruleY(rows, { y: "id", x1: (r) => r.all.precision.low, x2: (r) => r.all.precision.high, stroke: (r) => (context.filter && r.id !== context.filter ? QUIET : PRESENT), strokeWidth: 3, strokeLinecap: "round" }),
      Plot.dot(rows, { y: "id", x: (r) => r.all.precision.share, r: 6, fill: (r) => (context.filter && r.id !== context.filter ? QUIET : PRESENT), stroke: "var(--surface)", strokeWidth: 1.5, ariaLabel: (r) => [context.titleOf(r.id), `${ofThem(r.all.precision)} with a label are confirmed`, ...lines(r.all)].join("\n") }),
      Plot.text(rows, { y: "id", frameAnchor: "right", text: (r) => ofThem(r.all.precision).replace(" of ", "/"), textAnchor: "start", dx: 8, fill: INK }),
    ],
  });
}

function precision(context) {
  return changing(choices.precision, (now, choose) => {
    const cell = cellOf(context, now.pack), rows = cell.indicators.filter((i) => i.all.precision).sort((a, b) => b.all.precision.share - a.all.precision.share), [best] = rows, worst = rows[rows.length - 1];
    return {
      title: "Precision of each indicator", file: "precision", sentence: !rows.length ? "No lead of this pack has a label." : `Most often confirmed is ${best.id}, ${percent(best.all.precision.share)} (${interval(best.all.precision)}) of its labelled leads; least often ${worst.id}, ${percent(worst.all.precision.share)} (${interval(worst.all.precision)}).`,
      controls: [packSelect(context, now, choose)].filter(Boolean), body: rows.length ? canvas((width) => forest(context, rows, cell.all, width), { label: "Precision of each indicator, with its interval" }) : null,
      data: { caption: "Precision by indicator", rows, columns: [{ name: "Indicator", head: true, value: (r) => r.id }, ...figureColumns((r) => r.all).filter((c) => ["Confirmed", "False", "Unlabelled", "Precision"].includes(c.name))] },
    };
  });
}

function listed(context, what, title, sentence) {
  return changing(choices[what], (now, choose) => {
    const cell = cellOf(context, now.pack), rows = cell[what], id = { name: what === "groups" ? "Group" : "Indicator", head: true, value: (r) => r.id };
    const only = what === "indicators" ? [{ name: "Alone", number: true, value: (r) => r.only ?? null }] : [], columns = [id, ...figureColumns((r) => r.all, only)];
    const data = { caption: title, columns, rows, by: columns[1] };
    return { title, sentence: sentence(cell), controls: [packSelect(context, now, choose)].filter(Boolean), body: h("div", null, table(data), csvButton(what, title, () => data)), file: what };
  });
}

export function figures(context) {
  const { present } = context, some = present.indicators.some((i) => i.all.precision);
  if (!present.indicators.length) return [absent("Figures by indicator", "The pack has no indicator.")];
  const top = (list) => list.reduce((a, b) => (b.all.leads > a.all.leads ? b : a));
  return [
    some ? precision(context) : absent("Precision of each indicator", "No lead has a label, so none can be called right or wrong.", context.notesOn(/label|trace/i)),
    listed(context, "indicators", "Figures by indicator", (cell) => cell.all.leads === 0 ? "No lead was found." : `${top(cell.indicators).id} is in the most leads: ${count(top(cell.indicators).all.leads)} of ${count(cell.all.leads)}.`),
    present.groups.length ? listed(context, "groups", "Figures by group", (cell) => top(cell.groups).all.leads === 0 ? "No group gets a lead." : `${top(cell.groups).id} gets the most: ${plural(top(cell.groups).all.leads, "lead")}.`) : absent("Figures by group", "No groups were given (--groups)."),
  ];
}
