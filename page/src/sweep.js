// The figures against the swept values: lines for one axis, a heat map for two or more.
import { h, select } from "./dom.js";
import { count, percent, plural, proportion } from "./format.js";
import { figureColumns, lines, measure, MEASURES } from "./measures.js";
import { absent, canvas, changing, figure } from "./figure.js";
import { PRESENT, Plot, QUIET, INK, percentTicks, plot, shade } from "./plot.js";

const choice = { of: "", heat: null, x: 1, y: 0, fixed: {} };
const PANELS = ["week_median", "precision", "recall", "false_for_true", "days_gained", "guns_after"];

// The cell's figure for all leads, or for those of one indicator; null where the cell does not tell.
const figureOf = (cell, id) => (id ? cell.indicators.find((i) => i.id === id)?.all ?? null : cell.all);
const swept = (doc) => doc.cells.filter((cell) => cell.kind === "swept");

// Values of an axis in their order, with the present one where it was not asked for; at: its place in the axis, or null.
function placesOf(axis) {
  const places = axis.values.map((name, at) => ({ name, at, now: at === axis.present_at }));
  if (axis.present_at === null && axis.present !== null && axis.present !== undefined) places.push({ name: axis.present, at: null, now: true });
  const numeric = places.every((p) => Number.isFinite(Number.parseFloat(p.name)));
  return numeric ? places.sort((a, b) => Number.parseFloat(a.name) - Number.parseFloat(b.name)) : places;
}

function ofSelect(context, cells, choose) {
  const ids = cells[0]?.indicators.map((i) => i.id) ?? [];
  return ids.length > 0 && select("Figures of", [["", "the whole pack"], ...ids.map((id) => [id, context.titleOf(id)])], choice.of, (value) => choose("of", value));
}

const pointText = (axis, point) => [`${axis.target} = ${point.name}${point.now ? " (in force)" : ""}`, ...lines(point.f)].join("\n");

function pointsOf(context, axis) {
  const cells = swept(context.doc);
  const points = placesOf(axis).map((place) => ({ ...place, f: figureOf(place.at === null ? context.present : cells.find((c) => c.values[0] === place.at) ?? context.present, choice.of) }));
  return points.filter((point) => point.f);
}

function panel(axis, points, id) {
  const m = measure(id), rows = points.map((p) => ({ ...p, ...m.get(p.f) })).filter((p) => p.value !== undefined);
  const now = rows.filter((r) => r.now), spread = rows.some((r) => r.low !== undefined);
  const draw = (width) => plot({
    width, height: 205, marginLeft: 48, marginTop: 22, marginRight: 18, marginBottom: 40,
    x: { type: "point", domain: points.map((p) => p.name), label: axis.target }, y: { label: null, zero: true, grid: true, ticks: 4, nice: true, tickFormat: m.share ? percentTicks(Math.max(...rows.map((r) => r.high))) : count },
    marks: [
      spread && Plot.areaY(rows, { x: "name", y1: "low", y2: "high", fill: PRESENT, fillOpacity: 0.16 }),
      Plot.ruleX(now, { x: "name", stroke: INK, strokeDasharray: "3 3" }), Plot.text(now, { x: "name", frameAnchor: "top", dy: -14, text: () => "in force", fill: INK }),
      Plot.lineY(rows, { x: "name", y: "value", stroke: PRESENT, strokeWidth: 2 }), Plot.ruleY([0], { stroke: QUIET }),
      Plot.dot(rows, { x: "name", y: "value", r: (r) => (r.now ? 7 : 5), fill: (r) => (r.now ? INK : PRESENT), stroke: "var(--surface)", strokeWidth: 1.5, symbol: (r) => (r.now ? "diamond2" : "circle"), ariaLabel: (r) => `${m.name}: ${m.text(r.f)}\n${pointText(axis, r)}` }),
    ],
    symbol: { type: "identity" }, r: { type: "identity" },
  });
  return h("div", { class: "panel" }, h("h4", null, m.name),
    rows.length ? canvas(draw, { label: `${m.name} by ${axis.target}` }) : h("p", { class: "quiet" }, "not computed: no label to count"));
}

// One text for values whose points lie upon each other.
function named(rows) {
  const places = new Map();
  for (const row of rows) {
    const key = `${row.x.toFixed(3)} ${row.y.toFixed(4)}`;
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  return [...places.values()].map((same) => ({ ...same[0], text: `${same.map((r) => r.name).join(", ")}${same.some((r) => r.now) ? ` (${same.length > 1 ? `${same.find((r) => r.now).name} ` : ""}in force)` : ""}` }));
}

function trade(axis, points) {
  const rows = points.filter((p) => p.f.precision && p.f.recall).map((p) => ({ ...p, x: p.f.recall.share, y: p.f.precision.share }));
  if (!rows.length) return absent("Precision and recall", "Both need labels: later traces, dispositions or a truth file.");
  const draw = (width) => plot({
    width, height: Math.min(420, Math.max(280, width * 0.5)), marginLeft: 56, marginTop: 24, marginRight: 40, marginBottom: 40,
    x: { label: "recall: labelled subjects that have a lead →", tickFormat: percentTicks(1), grid: true, nice: true, ticks: 6, labelAnchor: "right" },
    y: { label: "↑ precision: confirmed of those with a label", tickFormat: percentTicks(Math.max(...rows.map((r) => r.f.precision.high))), grid: true, nice: true, ticks: 6 }, symbol: { type: "identity" }, r: { type: "identity" },
    marks: [
      Plot.ruleX(rows, { x: "x", y1: (r) => r.f.precision.low, y2: (r) => r.f.precision.high, stroke: QUIET, strokeWidth: 1, strokeOpacity: 0.6 }),
      Plot.ruleY(rows, { y: "y", x1: (r) => r.f.recall.low, x2: (r) => r.f.recall.high, stroke: QUIET, strokeWidth: 1, strokeOpacity: 0.6 }),
      Plot.line(rows, { x: "x", y: "y", stroke: PRESENT, strokeWidth: 1.5, strokeDasharray: "4 3" }),
      Plot.dot([...rows].sort((a, b) => a.now - b.now), { x: "x", y: "y", r: (r) => (r.now ? 9 : 6), symbol: (r) => (r.now ? "diamond2" : "circle"), fill: (r) => (r.now ? INK : PRESENT), stroke: "var(--surface)", strokeWidth: 1.5, ariaLabel: (r) => pointText(axis, r) }),
      Plot.text(named(rows), { x: "x", y: "y", text: "text", dx: 11, dy: -11, textAnchor: "start", fontSize: 13, fontWeight: 600, fill: INK, stroke: "var(--surface)", strokeWidth: 4, paintOrder: "stroke" }),
    ],
  });
  return canvas(draw, { label: `Precision against recall for each value of ${axis.target}` });
}

function bestSentence(axis, points) {
  const now = points.find((p) => p.now), with_ = points.filter((p) => p.f.precision);
  if (!with_.length) return `From ${axis.target} = ${points[0]?.name} to ${points[points.length - 1]?.name} the leads go from ${count(points[0]?.f.leads)} to ${count(points[points.length - 1]?.f.leads)}.`;
  const best = with_.reduce((a, b) => (b.f.precision.share > a.f.precision.share ? b : a));
  const there = now?.f.precision ? `At ${now.name}, in force, ${percent(now.f.precision.share)} of the labelled leads are confirmed${now.f.recall ? ` and ${percent(now.f.recall.share)} of the labelled subjects found` : ""}` : "";
  return `${there}${there ? "; " : ""}precision is highest at ${best.name}, with ${proportion(best.f.precision)} and ${plural(best.f.leads, "lead")}.`;
}

const sweepData = (axes, rows) => ({
  caption: `Figures by ${axes.map((a) => a.target).join(" and ")}`, rows,
  columns: [...axes.map((axis, n) => ({ name: axis.target, head: n === 0, value: (r) => (Number.isFinite(Number(r.names[n])) ? Number(r.names[n]) : r.names[n]), text: (r) => `${r.names[n]}${r.now && n === 0 ? " (in force)" : ""}` })), ...figureColumns((r) => r.f)],
});

function lineCharts(context, axis) {
  const cells = swept(context.doc);
  return [changing(choice, (now, choose) => {
    const points = pointsOf(context, axis);
    return {
      title: `Precision and recall by ${axis.target}`, sentence: bestSentence(axis, points), controls: [ofSelect(context, cells, choose)].filter(Boolean), file: "sweep",
      body: h("div", null, trade(axis, points), h("div", { class: "panels" }, PANELS.map((id) => panel(axis, points, id)))), data: sweepData([axis], points.map((p) => ({ ...p, names: [p.name] }))),
    };
  })];
}

function heat(context, axes, cells, m) {
  const [ax, ay] = [axes[choice.x], axes[choice.y]];
  const rows = cells.map((cell) => ({ cell, f: figureOf(cell, choice.of), names: axes.map((a, n) => a.values[cell.values[n]]) }));
  for (const row of rows) Object.assign(row, { x: row.names[choice.x], y: row.names[choice.y], got: row.f && m.get(row.f), now: axes.every((a, n) => row.cell.values[n] === a.present_at) });
  const values = rows.filter((r) => r.got).map((r) => r.got.value), low = Math.min(...values), high = Math.max(...values);
  const written = (value) => (m.share && high - low < 0.1 ? `${(100 * value).toFixed(1)} %` : m.show(value));
  const part = (r) => (high > low ? (r.got.value - low) / (high - low) : 0.4);
  const says = (r) => [`${ax.target} = ${r.x}, ${ay.target} = ${r.y}${r.now ? " (in force)" : ""}`, `${m.name}: ${r.f ? m.text(r.f) : "not computed"}`, ...(r.f ? lines(r.f) : [])].join("\n");
  const draw = (width) => plot({
    width, height: 60 + 38 * ay.values.length, marginLeft: 84, marginTop: 8, marginBottom: 44, padding: 0.04,
    x: { type: "band", domain: ax.values, label: `${ax.target} →`, tickSize: 0 }, y: { type: "band", domain: ay.values, label: `↓ ${ay.target}`, tickSize: 0 },
    marks: [
      Plot.cell(rows, { x: "x", y: "y", fill: (r) => (r.got ? shade(part(r)) : "url(#dots)"), stroke: (r) => (r.now ? INK : "none"), strokeWidth: 3, rx: 3, ariaLabel: says }),
      Plot.text(rows.filter((r) => r.got), { x: "x", y: "y", text: (r) => `${r.now ? "◆ " : ""}${written(r.got.value)}`, fill: INK, fontWeight: 600, pointerEvents: "none" }),
    ],
    color: { type: "identity" },
  });
  return { rows, place: canvas(draw, { label: `${m.name} by ${ax.target} and ${ay.target}` }), least: written(low), most: written(high) };
}

function axisControls(axes, choose) {
  const others = axes.map((_, n) => n).filter((n) => n !== choice.x && n !== choice.y);
  const pick = (name, label, other) => axes.length > 2 && select(label, axes.map((a, n) => [n, a.target]).filter(([n]) => n !== choice[other]), choice[name], (value) => choose(name, Number(value)));
  return [pick("x", "Across", "y"), pick("y", "Down", "x"),
    ...others.map((n) => select(axes[n].target, axes[n].values.map((v, at) => [at, v]), choice.fixed[n] ?? axes[n].present_at ?? 0, (value) => choose("fixed", { ...choice.fixed, [n]: Number(value) })))].filter(Boolean);
}

function heatMap(context, axes) {
  const every = swept(context.doc);
  return [changing(choice, (now, choose) => {
    now.heat ??= context.present.all.precision ? "precision" : "leads";
    const m = measure(now.heat), others = axes.map((_, n) => n).filter((n) => n !== now.x && n !== now.y);
    const cells = every.filter((c) => others.every((n) => c.values[n] === (now.fixed[n] ?? axes[n].present_at ?? 0)));
    const { rows, place, least, most } = heat(context, axes, cells, m), present = figureOf(context.present, now.of);
    const best = rows.filter((r) => r.got).reduce((a, b) => (!a || b.got.value > a.got.value ? b : a), null);
    const outside = axes.some((a) => a.present_at === null) ? ` (${axes.map((a) => a.present).join(" and ")}, not on the grid)` : "";
    const told = present && m.get(present) ? `In force${outside}: ${m.text(present)}. ` : "";
    return {
      title: `${m.name} by ${axes[now.x].target} and ${axes[now.y].target}`, file: "sweep",
      sentence: best ? `${told}Over the grid: ${least} to ${most}, the most at ${axes[now.x].target} = ${best.x} and ${axes[now.y].target} = ${best.y}.` : "This figure needs labels: later traces, dispositions or a truth file.",
      controls: [select("Figure", MEASURES.map((x) => [x.id, x.name]), now.heat, (value) => choose("heat", value)), ofSelect(context, every, choose), ...axisControls(axes, choose),
        h("span", { class: "legend" }, h("span", { class: "key heat-low" }), "least", h("span", { class: "key heat-high" }), "most", h("span", { class: "key now-key" }), "◆ in force")].filter(Boolean),
      body: place, data: sweepData(axes, rows.filter((r) => r.f)),
    };
  })];
}

export function sweep(context) {
  const { axes } = context.doc;
  if (!axes.length) return [absent("Swept values", "No value was swept. --sweep ID.PARAM=2..6 tries others in the same reading of the history.", context.notesOn(/swe[ep]/i))];
  return axes.length === 1 ? lineCharts(context, axes[0]) : heatMap(context, axes);
}
