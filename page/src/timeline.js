// A lead's evidence, day by day. Days far from any evidence are left out, with their number told.
import { DAY_MS, date, plural, toDate } from "./format.js";
import { cut, CANDIDATE, INK, Plot, PRESENT, plot } from "./plot.js";

const NEAR_DAYS = 3, EACH_MAX = 64;
const SYMBOLS = { sale: "circle", trace: "triangle2", report: "square2" };
const dayOf = (text) => toDate(text).getTime() / DAY_MS;
const iso = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

// Slots from left to right: a day each, or a gap of days where nothing is.
export function slotsOf(days) {
  const near = new Set(days.flatMap((day) => Array.from({ length: 2 * NEAR_DAYS + 1 }, (_, n) => day + n - NEAR_DAYS)));
  const wanted = [...near].sort((a, b) => a - b).slice(NEAR_DAYS - 1, -(NEAR_DAYS - 1) || undefined), slots = [];
  for (const day of wanted) {
    const before = slots[slots.length - 1];
    if (before && day > before.day + 1) slots.push({ gap: day - before.day - 1 });
    slots.push({ day });
  }
  return slots;
}

function layout(sides) {
  const leads = sides.map((s) => s.lead);
  const days = leads.flatMap((lead) => [...lead.items.map((i) => dayOf(i.date)), dayOf(lead.since)]);
  const slots = slotsOf([...new Set(days)]), at = new Map();
  let x = 0;
  for (const slot of slots) {
    slot.x = x;
    slot.width = slot.gap ? 2.2 : 1;
    x += slot.width;
    if (slot.day !== undefined) at.set(slot.day, slot.x);
  }
  // Where a day has no slot of its own it is in a gap: its middle.
  const place = (text) => at.get(dayOf(text)) ?? slots.find((s, n) => s.gap && slots[n - 1].day < dayOf(text) && slots[n + 1].day > dayOf(text))?.x + 0.6;
  return { slots, end: x, place };
}

function itemRows(side, place, top) {
  const stacked = new Map();
  return side.lead.items.map((item) => {
    const level = stacked.get(item.date) ?? 0;
    stacked.set(item.date, level + 1);
    const parts = [item.dealer && `dealer ${item.dealer}`, item.state].filter(Boolean).join(", ");
    const says = [`${date(item.date)}: ${item.kind}`, item.what, parts, item.known !== item.date && `known from ${date(item.known)}`, item.in_hit ? "part of a hit" : item.evidence === false ? "no evidence of this lead" : "evidence, but in no hit"].filter(Boolean).join("\n");
    return { ...item, x: place(item.date) + 0.5, y: top + 0.5 + level, says, colour: side.colour };
  });
}

// sides: [{name, colour, lead}], the pack in force and the candidate, or one of them.
export function timeline(sides, width) {
  const { slots, end, place } = layout(sides), closed = new Set(sides.flatMap((s) => s.lead.closed)), days = slots.filter((s) => s.day !== undefined);
  const lanes = [], items = [], bars = [], since = [];
  let y = 0;
  for (const side of sides) {
    const rows = itemRows(side, place, y), height = Math.max(...rows.map((r) => r.y - y + 0.5), 1);
    lanes.push({ y: y + height / 2, text: sides.length > 1 ? side.name : "evidence" });
    since.push({ x: place(side.lead.since) + 0.5, y1: y, y2: y + height + 0.9 * side.lead.indicators.length, text: `first shown ${date(side.lead.since)}`, colour: side.colour });
    items.push(...rows);
    y += height;
    for (const hit of side.lead.indicators) {
      bars.push({ y: y + 0.45, x1: place(hit.first_date) + 0.08, x2: place(hit.last_date) + 0.92, text: hit.id, colour: side.colour, says: `${hit.id} hits\n${date(hit.first_date)} to ${date(hit.last_date)}${hit.count ? `\n${hit.count} counted` : ""}` });
      y += 0.9;
    }
    y += 0.7;
  }
  const left = 150, each = Math.min(EACH_MAX, (width - left - 16) / end), spare = each < 26 ? Math.ceil(26 / each) : 1, shown = days.filter((s, n) => n % spare === 0);
  return plot({
    width, height: 52 + 24 * y, marginLeft: left, marginRight: 16, marginTop: 24, marginBottom: 28, x: { axis: null, domain: [0, (width - left - 16) / each] }, y: { axis: null, domain: [y, 0] }, symbol: { type: "identity" }, color: { type: "identity" },
    marks: [
      Plot.rect(days.filter((s) => closed.has(iso(s.day))), { x1: "x", x2: (s) => s.x + 1, y1: 0, y2: y, fill: "var(--closed)" }),
      Plot.rect(slots.filter((s) => s.gap), { x1: "x", x2: (s) => s.x + s.width, y1: 0, y2: y, fill: "url(#dots)" }),
      Plot.text(slots.filter((s) => s.gap), { x: (s) => s.x + s.width / 2, y, dy: 12, text: (s) => `${plural(s.gap, "day")}`, fill: INK, fontStyle: "italic", fontSize: 10.5 }),
      Plot.ruleX(days, { x: "x", y1: 0, y2: y, stroke: "var(--line)", strokeWidth: 0.5 }),
      Plot.ruleX(days.filter((s) => !closed.has(iso(s.day))), { x: (s) => s.x + 0.5, y1: y - 0.22, y2: y, stroke: INK, strokeWidth: 1.4 }),
      Plot.text(shown, { x: (s) => s.x + 0.5, y, dy: 12, text: (s) => String(Number(iso(s.day).slice(8))), fill: INK, fontSize: 10.5 }),
      Plot.text(days.filter((s, n) => n === 0 || iso(s.day).slice(0, 7) !== iso(days[n - 1].day).slice(0, 7)), { x: "x", y, dy: 24, text: (s) => new Intl.DateTimeFormat("en-US", { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(s.day * DAY_MS)), textAnchor: "start", fill: INK, fontWeight: 600, fontSize: 10.5 }),
      Plot.ruleX(since, { x: "x", y1: "y1", y2: "y2", stroke: "colour", strokeWidth: 2.5, strokeDasharray: "5 3" }),
      ...["start", "end"].map((textAnchor) => Plot.text(since.filter((s) => (s.x > end * 0.7) === (textAnchor === "end")), { x: "x", y: "y1", text: "text", dy: -8, fill: INK, fontSize: 11, fontWeight: 600, textAnchor })),
      Plot.rect(bars, { x1: "x1", x2: "x2", y1: (b) => b.y - 0.3, y2: (b) => b.y + 0.3, fill: "colour", fillOpacity: 0.28, stroke: "colour", rx: 3, ariaLabel: "says" }),
      Plot.text(bars, { x: 0, y: "y", dx: -8, textAnchor: "end", text: (b) => cut(b.text, 22), fill: INK }),
      Plot.text(lanes, { x: 0, y: "y", dx: -8, textAnchor: "end", text: "text", fill: INK, fontWeight: 700 }),
      ...[true, false].map((dashed) => Plot.dot(items.filter((i) => (i.evidence === false) === dashed), { x: "x", y: "y", r: 9, strokeDasharray: dashed ? "2.5 2" : null, symbol: (i) => SYMBOLS[i.kind] ?? "circle", fill: (i) => (i.in_hit ? i.colour : "var(--surface)"), stroke: (i) => (i.in_hit ? INK : i.colour), strokeWidth: (i) => (i.in_hit ? 1.2 : 2), ariaLabel: "says" })),
      Plot.text(items, { x: "x", y: "y", text: (i) => String(i.guns || ""), fill: (i) => (i.in_hit ? "var(--on-heat)" : INK), fontSize: 10.5, fontWeight: 700, pointerEvents: "none" }),
    ],
  });
}

export const sidesOf = (sample) => [sample.present && { name: "in force", colour: PRESENT, lead: sample.present }, sample.candidate && { name: "candidate", colour: CANDIDATE, lead: sample.candidate }].filter(Boolean);
