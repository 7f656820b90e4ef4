// Leads by week of first showing, an indicator a row; and by month of the year.
import { h, select } from "./dom.js";
import { count, date, isoOf, percent, plural, toDate, DAY_MS } from "./format.js";
import { absent, canvas, changing, figure } from "./figure.js";
import { CANDIDATE, INK, PRESENT, Plot, QUIET, plot } from "./plot.js";
import { scan } from "./scan.js";

const ROWS_SHOWN = 10;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const choice = { scale: "own", rows: "some" };
const sum = (counts) => counts.reduce((a, b) => a + b, 0);

function rowsOf(context) {
  const { weeks } = context.doc;
  const other = new Map((weeks.candidate ?? []).map((row) => [row.id, row.counts]));
  const rows = weeks.present.map((row) => ({ ...row, other: other.get(row.id) ?? null }));
  for (const row of weeks.candidate ?? []) if (!weeks.present.some((p) => p.id === row.id)) rows.push({ id: row.id, counts: row.counts.map(() => 0), other: row.counts });
  rows.sort((a, b) => sum(b.counts) - sum(a.counts));
  // All leads are told apart: an indicator's counts cannot be added, as a lead may have several.
  return weeks.all ? [{ id: null, counts: weeks.all.present, other: weeks.all.candidate }, ...rows] : rows;
}

const weekOf = (weeks, n) => new Date(toDate(weeks.first).getTime() + 7 * DAY_MS * n);

function drawRow(row, weeks, width, most, withAxis, name) {
  const steps = row.counts.map((value, n) => ({ from: weekOf(weeks, n), to: weekOf(weeks, n + 1), value, other: row.other?.[n] ?? null }));
  const height = withAxis ? 68 : 48;
  const drawing = plot({
    width, height, marginTop: 6, marginBottom: withAxis ? 22 : 2, marginLeft: 44, marginRight: 12,
    x: { type: "utc", domain: [steps[0].from, steps[steps.length - 1].to], axis: withAxis ? "bottom" : null, label: null, ticks: Math.max(2, Math.round(width / 110)) },
    y: { domain: [0, Math.max(1, most)], ticks: [0, Math.max(1, most)], label: null, tickSize: 0, tickFormat: count },
    marks: [
      Plot.rectY(steps, { x1: "from", x2: "to", y: "value", fill: PRESENT, insetRight: width > 4 * steps.length ? 0.8 : 0 }),
      row.other && Plot.ruleY(steps.filter((s) => s.other !== s.value), { x1: "from", x2: "to", y: "other", stroke: CANDIDATE, strokeWidth: 2.5 }),
      Plot.ruleY([0], { stroke: QUIET }),
    ],
  });
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", `${name} by week`);
  const x = drawing.scale("x");
  return scan(drawing, {
    label: `Weeks of ${name}`, positions: steps.map((s) => [x.apply(s.from), x.apply(s.to)]), height,
    texts: (n) => [`Week of ${date(isoOf(steps[n].from))}`, `${name}: ${plural(steps[n].value, "lead")}`, ...(steps[n].other === null ? [] : [`candidate: ${plural(steps[n].other, "lead")}`])],
  });
}

function rowElement(context, row, weeks, common, withAxis) {
  const name = row.id ? context.titleOf(row.id) : "All leads", chosen = row.id && context.filter === row.id;
  const most = common ?? Math.max(...row.counts, ...(row.other ?? [0]));
  const total = plural(sum(row.counts), "lead") + (row.other ? `, candidate ${count(sum(row.other))}` : "");
  const label = row.id
    ? h("button", { type: "button", class: "filter", "data-id": row.id, "aria-pressed": String(Boolean(chosen)), title: "Show this indicator everywhere on the page", onclick: () => context.setFilter(chosen ? null : row.id) }, name)
    : h("span", { class: "row-name" }, name);
  const place = canvas((width) => drawRow(row, weeks, width, most, withAxis, name), { marks: false });
  return h("li", { class: `week-row${chosen ? " chosen" : ""}` }, h("div", { class: "week-label" }, label, h("span", { class: "quiet" }, total)), place);
}

function byWeek(context) {
  const { weeks } = context.doc, rows = rowsOf(context);
  if (!weeks.first || !rows.length) return absent("Leads by week", "No lead was found, so there is no week to count.");
  const f = context.present.all;
  return changing(choice, (now, choose) => {
    const picked = context.filter ? rows.filter((row) => row.id === context.filter || row.id === null) : rows;
    const shown = now.rows === "all" ? picked : picked.slice(0, ROWS_SHOWN + 1);
    const common = now.scale === "one" ? Math.max(...shown.flatMap((row) => [...row.counts, ...(row.other ?? [])])) : null;
    const busiest = f.busiest_week ? `, and the busiest, that of ${date(f.busiest_week)}, ${count(f.week_busiest)}` : "";
    return {
      title: "Leads by week and indicator", sentence: `The median week shows ${plural(f.week_median, "new lead")}${busiest}.`, file: "leads-by-week",
      controls: [select("Height", [["own", "each row its own"], ["one", "one scale for all rows"]], now.scale, (value) => choose("scale", value)),
        picked.length > ROWS_SHOWN + 1 && h("button", { type: "button", onclick: () => choose("rows", now.rows === "all" ? "some" : "all") }, now.rows === "all" ? "Fewer indicators" : `All ${count(picked.length - 1)} indicators`),
        weeks.candidate && h("span", { class: "legend" }, h("span", { class: "key present-key" }), "in force", h("span", { class: "key candidate-line" }), "candidate, where it differs")].filter(Boolean),
      body: h("ul", { class: "week-rows" }, shown.map((row, n) => rowElement(context, row, weeks, common, n === shown.length - 1))),
      data: {
        caption: "Leads by week of first showing", rows: rows[0].counts.map((_, n) => n), by: null,
        columns: [{ name: "Week of", head: true, value: (n) => isoOf(weekOf(weeks, n)), text: (n) => date(isoOf(weekOf(weeks, n))) },
          ...rows.flatMap((row) => [{ name: row.id ?? "all leads", number: true, value: (n) => row.counts[n] }, ...(row.other ? [{ name: `${row.id} (candidate)`, number: true, value: (n) => row.other[n] }] : [])])],
      },
    };
  });
}

function byMonth({ doc }) {
  const { months } = doc;
  if (!months || !sum(months.present)) return absent("Months of the year", "There is no lead to count by month.");
  const leads = sum(months.present), sales = sum(months.sales ?? []);
  const rows = MONTHS.map((name, n) => ({ name, leads: months.present[n], part: months.present[n] / leads, sales: months.sales?.[n] ?? null, base: sales ? months.sales[n] / sales : null }));
  const top = rows.reduce((a, b) => (b.leads > a.leads ? b : a));
  const says = (r) => `${r.name}\n${plural(r.leads, "lead")}: ${percent(r.part)} of them${r.base === null ? "" : `\n${plural(r.sales, "sale")}: ${percent(r.base)}`}`;
  const draw = (width) => plot({
    width, height: 200, marginLeft: 44, x: { domain: MONTHS, label: null, tickSize: 0 }, y: { label: "share of all", percent: true, grid: true, tickFormat: (v) => `${v} %`, ticks: 4 },
    marks: [Plot.barY(rows, { x: "name", y: "part", fill: PRESENT, ariaLabel: says }), Plot.tickY(rows.filter((r) => r.base !== null), { x: "name", y: "base", stroke: INK, strokeWidth: 2.5 }), Plot.ruleY([0], { stroke: QUIET })],
  });
  return figure({
    title: "Months of the year", file: "leads-by-month", sentence: `${top.name} has the most leads: ${percent(top.part)} of them${top.base === null ? "" : `, with ${percent(top.base)} of the sales`}.`,
    controls: sales ? [h("span", { class: "legend" }, h("span", { class: "key present-key" }), "share of the leads", h("span", { class: "key tick-key" }), "share of the sales")] : [],
    body: canvas(draw, { label: "Share of the leads by month of the year" }),
    data: { caption: "Leads by month of the year", rows, columns: [{ name: "Month", head: true, value: (r) => r.name }, { name: "Leads", number: true, value: (r) => r.leads }, ...(sales ? [{ name: "Sales", number: true, value: (r) => r.sales }] : [])] },
  });
}

export function weeks(context) {
  if (!context.doc.weeks) return [absent("Leads by week", "No lead was found, so there is no week to count.", context.notesOn(/event|lead|week/i))];
  return [byWeek(context), byMonth(context)];
}
