// What the page is about: the history, the packs, the labels, the main figures, and what could not be computed.
import { h } from "./dom.js";
import { count, date, interval, number, ofThem, percent, plural, signed, NONE } from "./format.js";
import { measure } from "./measures.js";

const packText = (pack) => `${pack.id}${pack.version ? `, version ${pack.version}` : ""}`;

export function headline(context) {
  const { doc, present } = context, { history } = doc, f = present.all;
  const found = `${packText(doc.packs.present)} finds ${plural(f.leads, "lead")} in ${plural(history.sales, "sale")}`;
  const span = history.first_date ? ` from ${date(history.first_date)} to ${date(history.last_date)}` : "";
  return h("p", { class: "lede" }, `${found}${span}`, f.precision && `; ${count(f.true)} of the ${count(f.true + f.false)} with a label are confirmed`,
    doc.packs.candidate && `. The candidate ${packText(doc.packs.candidate)} finds ${count(context.candidate.all.leads)}`, ".");
}

// A proportion's interval on a line from none to all.
const range = (p) => h("span", { class: "range", "aria-hidden": "true" },
  h("span", { class: "range-span", style: `left:${100 * p.low}%;width:${100 * (p.high - p.low)}%` }), h("span", { class: "range-dot", style: `left:${100 * p.share}%` }));

function against(id, now, then) {
  const a = measure(id).get(now), b = then && measure(id).get(then);
  if (!a || !b) return then ? h("p", { class: "tile-other" }, `candidate: ${NONE}`) : null;
  const change = measure(id).share ? `${signed(100 * (b.value - a.value))} points` : signed(b.value - a.value);
  return h("p", { class: "tile-other" }, h("span", { class: "key candidate-key", "aria-hidden": "true" }), `candidate: ${measure(id).show(b.value)} (${change})`);
}

function tile(context, id, why) {
  const m = measure(id), now = context.present.all, then = context.candidate?.all, value = m.get(now), p = m.share ? now[id] : null;
  return h("div", { class: "tile" }, h("dt", null, m.name),
    h("dd", null, h("span", { class: "tile-value" }, value ? m.show(value.value) : NONE),
      p && h("span", { class: "tile-interval" }, `95 % interval ${interval(p)}`), p && range(p),
      id === "days_gained" && value && h("span", { class: "tile-interval" }, `middle half ${count(value.low)} to ${count(value.high)}`),
      h("span", { class: "tile-says" }, value ? `${m.says}${p ? `: ${ofThem(p)}` : ""}` : why), against(id, now, then)));
}

export function tiles(context) {
  const unlabelled = context.doc.history.traces ? "no lead has a label" : "no traces and no labels";
  return h("dl", { class: "tiles" }, tile(context, "leads", ""), tile(context, "week_median", "no week to count"), tile(context, "precision", unlabelled), tile(context, "recall", unlabelled),
    tile(context, "days_gained", unlabelled), tile(context, "guns_after", unlabelled), tile(context, "false_for_true", unlabelled), tile(context, "lift", unlabelled));
}

export const notes = (doc) => doc.notes.length > 0 && h("aside", { class: "notes", "aria-labelledby": "notes-title" },
  h("h3", { id: "notes-title" }, "What could not be computed, and why"), h("ul", null, doc.notes.map((note) => h("li", null, note))));

const packRow = (name, pack) => [name, pack && h("span", null, packText(pack), " ", h("span", { class: "quiet" }, `${pack.file ?? ""} ${(pack.digest ?? "").slice(0, 23)}`))];

function labelsText(labels) {
  const parts = [
    labels.traces && `later traces${labels.abroad ? " recovered abroad" : ""}${labels.within ? ` within ${plural(labels.within, "day")}` : ""}`,
    labels.dispositions > 0 && plural(labels.dispositions, "disposition"), labels.truths > 0 && plural(labels.truths, "subject of a truth file", "subjects of a truth file"),
  ].filter(Boolean);
  const base = labels.base_rate ? `; ${ofThem(labels.base_rate)} purchasers are positive (${percent(labels.base_rate.share)})` : "";
  return parts.length ? `${parts.join(", ")}${base}${labels.complete ? "; complete: what has no label is false" : ""}` : "none";
}

export function facts(doc) {
  const { history: s, packs, labels } = doc;
  const left = [["duplicate", s.duplicate], ["superseded", s.superseded], ["rejected", s.rejected], ["traces tied to no sale", s.untied], ["later than the as-of day", s.later]].filter(([, n]) => n);
  const rows = [
    packRow("Pack in force", packs.present), packs.candidate && packRow("Candidate", packs.candidate),
    ["Events", `${count(s.events)} read, ${count(s.used)} used${left.map(([name, n]) => `, ${count(n)} ${name}`).join("")}`],
    ["History", s.first_date ? `${date(s.first_date)} to ${date(s.last_date)}: ${plural(s.purchasers, "purchaser")}, ${plural(s.dealers, "dealer")}, ${plural(s.sales, "sale")}, ${plural(s.guns, "gun")}` : "no event"],
    ["Traces", s.traces ? `${count(s.traces)}, of ${plural(s.traced_purchasers, "purchaser")}, ${date(s.first_trace)} to ${date(s.last_trace)}` : "none"],
    ["Labels", labelsText(labels)], s.as_of && ["As of", `what was known on ${date(s.as_of)}`],
    (s.from || s.to) && ["Leads counted", `first shown ${s.from ? `from ${date(s.from)}` : ""} ${s.to ? `to ${date(s.to)}` : ""}`],
    doc.axes.length > 0 && ["Swept", doc.axes.map((a) => `${a.target} = ${a.values.join(", ")} (now ${a.present})`).join("; ")], ["Made by", `leadline ${doc.leadline}`],
  ].filter(Boolean);
  return h("details", { class: "facts" }, h("summary", null, "The history, the packs and the labels"), h("dl", null, rows.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))));
}
