// Which indicators come together, and which add nothing of their own.
import { cut, INK, Plot, plot, shade } from "./plot.js";
import { h } from "./dom.js";
import { count, percent, plural } from "./format.js";
import { absent, canvas, figure } from "./figure.js";

const SHOWN = 30;

function pairs(context, ids, both, own, order) {
  return order.flatMap((a) => order.map((b) => ({
    a: ids[a], b: ids[b], n: both[a][b], of: own(a), part: own(a) ? both[a][b] / own(a) : 0, same: a === b,
    says: a === b ? `${context.titleOf(ids[a])}\n${plural(own(a), "lead")}` : `${context.titleOf(ids[a])}\nand ${context.titleOf(ids[b])}\n${count(both[a][b])} of its ${plural(own(a), "lead")} (${percent(own(a) ? both[a][b] / own(a) : 0)}) have both`,
  })));
}

function matrix(context, rows, names, width) {
  const left = Math.min(230, width * 0.36), room = (width - left - 118) / names.length, chosen = context.filter;
  return plot({
    width, height: 130 + Math.max(24, Math.min(34, room)) * names.length, marginLeft: left, marginTop: 128, marginRight: 118, marginBottom: 6, padding: 0.06, color: { type: "identity" },
    x: { type: "band", domain: names, axis: "top", label: null, tickSize: 0, tickRotate: -42, tickFormat: (id) => cut(id, 22) }, y: { type: "band", domain: names, label: null, tickSize: 0, tickFormat: (id) => cut(id, Math.floor(left / 7)) },
    marks: [
      Plot.cell(rows, { x: "b", y: "a", rx: 2, fill: (r) => (r.same ? "var(--surface)" : shade(r.part)), stroke: (r) => (chosen && (r.a === chosen || r.b === chosen) ? INK : r.same ? "var(--quiet)" : "none"), ariaLabel: "says" }),
      room > 30 && Plot.text(rows, { x: "b", y: "a", text: (r) => (r.same ? count(r.n) : percent(r.part).replace(" %", "")), fill: INK, fontSize: 11, pointerEvents: "none" }),
    ],
  });
}

function alone(context, rows, width) {
  return plot({
    width, height: 52 + 24 * rows.length, marginLeft: Math.min(230, width * 0.36), marginRight: 50, marginTop: 4, marginBottom: 40, color: { type: "identity" },
    x: { label: "share of its leads that it alone makes →", percent: true, tickFormat: (v) => `${v} %`, ticks: 5, domain: [0, 100], grid: true }, y: { domain: rows.map((r) => r.id), label: null, tickSize: 0, tickFormat: (id) => cut(id, Math.floor(Math.min(230, width * 0.36) / 7)) },
    marks: [
      Plot.barX(rows, { y: "id", x: "part", fill: (r) => (context.filter && r.id !== context.filter ? "var(--quiet)" : "var(--present)"), ariaLabel: (r) => `${context.titleOf(r.id)}\nalone makes ${count(r.alone)} of its ${plural(r.own, "lead")} (${percent(r.part)})` }),
      Plot.text(rows, { y: "id", x: "part", text: (r) => percent(r.part), textAnchor: "start", dx: 5, fill: INK }),
    ],
  });
}

export function overlap(context) {
  const { doc } = context, o = doc.overlap;
  if (!o || !o.ids.length) return [absent("Overlap of indicators", "No lead was found, so no indicators come together.", context.notesOn(/event|lead/i))];
  const own = (n) => o.both[n][n] || (context.present.indicators.find((i) => i.id === o.ids[n])?.all.leads ?? 0);
  const order = o.ids.map((_, n) => n).filter((n) => own(n) > 0).sort((a, b) => own(b) - own(a)).slice(0, SHOWN);
  if (!order.length) return [absent("Overlap of indicators", "No indicator made a lead, so none come together.")];
  const rows = pairs(context, o.ids, o.both, own, order), names = order.map((n) => o.ids[n]);
  const most = rows.filter((r) => !r.same).reduce((a, b) => (!a || b.part > a.part ? b : a), null);
  const lone = order.map((n) => ({ id: o.ids[n], own: own(n), alone: o.alone[n], part: o.alone[n] / own(n) })).sort((a, b) => b.part - a.part);
  const nothing = lone.filter((r) => r.alone === 0), least = lone[lone.length - 1];
  return [
    figure({
      title: "Indicators that come together", file: "overlap", sentence: most && most.n ? `${percent(most.part)} of the leads of ${most.a} also have ${most.b} (${count(most.n)} of ${count(most.of)}).` : "No lead has two indicators.",
      controls: [h("span", { class: "legend" }, "a row: of its leads, the percentage that the column's indicator hits too", h("span", { class: "key heat-low" }), "few", h("span", { class: "key heat-high" }), "all")],
      body: canvas((width) => matrix(context, rows, names, width), { label: "Share of the leads of a row's indicator that have the column's too" }),
      data: { caption: "Leads with both indicators", rows: order, columns: [{ name: "Indicator", head: true, value: (n) => o.ids[n] }, { name: "leads", number: true, value: own }, { name: "alone", number: true, value: (n) => o.alone[n] }, ...order.map((b) => ({ name: o.ids[b], number: true, value: (a) => o.both[a][b] }))] },
    }),
    figure({
      title: "What each indicator adds of its own", file: "alone",
      sentence: nothing.length ? `${plural(nothing.length, "indicator")} of ${count(lone.length)} ${nothing.length === 1 ? "adds" : "add"} no lead that others do not make as well: ${nothing.map((r) => r.id).join(", ")}.` : `Least of its own adds ${least.id}: it alone makes ${count(least.alone)} of its ${plural(least.own, "lead")} (${percent(least.part)}).`,
      body: canvas((width) => alone(context, lone, width), { label: "Share of leads that an indicator alone makes" }),
      data: { caption: "Leads that an indicator alone makes", rows: lone, columns: [{ name: "Indicator", head: true, value: (r) => r.id }, { name: "Leads", number: true, value: (r) => r.own }, { name: "Alone", number: true, value: (r) => r.alone }, { name: "Share", number: true, value: (r) => r.part, text: (r) => percent(r.part) }] },
    }),
  ];
}
