// Leads to look at by hand: some just above the line, and what came near without being one.
import { h } from "./dom.js";
import { LABELS, date, plural } from "./format.js";
import { absent, figure } from "./figure.js";
import { SYMBOL_LEGEND, cards, leadCard, whyLines } from "./lead.js";

function nearMiss(miss) {
  return h("article", { class: "card miss" }, h("h4", null, h("span", { class: "tag miss" }, "near miss"), ` ${miss.kind} `, h("span", { class: "mono" }, miss.key)),
    h("p", null, h("strong", null, miss.lacks ? `Lacks ${miss.lacks}` : "Just short"), ` for ${miss.indicator}; ${miss.first_date && miss.first_date !== miss.last_date ? `${date(miss.first_date)} to ` : ""}${date(miss.last_date)}${miss.guns ? `, ${plural(miss.guns, "gun")}` : ""}${miss.label ? `; ${LABELS[miss.label]}` : ""}${miss.found_elsewhere ? "; other indicators found this subject" : ""}.`), whyLines(miss.why));
}

export function samples(context) {
  const { doc, filter } = context;
  if (!doc.samples) return [absent("Near misses and samples", "No sample was drawn: there was no lead, or none was asked for (--samples N).", context.notesOn(/sample|near|event/i))];
  const below = doc.samples.below.filter((m) => !filter || m.indicator === filter), above = doc.samples.above.filter((l) => !filter || l.indicators.some((i) => i.id === filter));
  const tells = (list) => `${list.length ? "" : "None"}${list.length ? plural(list.length, "case") : ""} drawn with seed ${doc.samples.seed}${filter ? `, of ${filter}` : ""}`;
  const missColumns = [{ name: "Key", head: true, value: (m) => m.key }, { name: "Kind", value: (m) => m.kind }, { name: "Indicator", value: (m) => m.indicator }, { name: "Last date", value: (m) => m.last_date }, { name: "Lacks", value: (m) => m.lacks }, { name: "Why", value: (m) => (m.why ?? []).join(" | ") }];
  const leadColumns = [{ name: "Lead", head: true, value: (l) => l.lead_id }, { name: "Key", value: (l) => l.key }, { name: "First shown", value: (l) => l.since }, { name: "Score", number: true, value: (l) => l.score }, { name: "Indicators", value: (l) => l.indicators.map((i) => i.id).join(" ") }, { name: "Why", value: (l) => (l.why ?? []).join(" | ") }];
  return [
    figure({ title: "Near misses: below the line", file: "near-misses", sentence: `${tells(below)}: no lead, but a little more would have made one.`, body: below.length ? cards(below, nearMiss, 8, "near miss", "near misses") : h("p", { class: "quiet" }, "Nothing came near."), data: below.length ? { caption: "Near misses", columns: missColumns, rows: below } : null }),
    figure({ title: "Leads just above the line", file: "above-the-line", sentence: `${tells(above)}: leads that a little less would have unmade.`, controls: [SYMBOL_LEGEND()], body: above.length ? cards(above, (l) => leadCard({ present: l, candidate: null }, null, l.why), 4, "lead") : h("p", { class: "quiet" }, "No lead is in the sample."), data: above.length ? { caption: "Leads above the line", columns: leadColumns, rows: above } : null }),
  ];
}
