// Weights in force beside those that the labels suggest.
import { h } from "./dom.js";
import { count, number, plural } from "./format.js";
import { absent, canvas, figure } from "./figure.js";
import { CANDIDATE, cut, INK, PRESENT, Plot, QUIET, plot } from "./plot.js";

function drawing(context, rows, width) {
  const left = Math.min(230, width * 0.36), given = rows.filter((r) => r.suggested !== null);
  const says = (r) => `${context.titleOf(r.id)}\nin force ${number(r.present)}, suggested ${r.suggested === null ? "none" : number(r.suggested)}\ncoefficient ${number(r.coefficient)} (${number(r.low)} to ${number(r.high)})`;
  return plot({
    width, height: 60 + 26 * rows.length, marginLeft: left, marginRight: 30, marginTop: 6, marginBottom: 40, symbol: { type: "identity" }, x: { label: "weight →", grid: true, zero: true }, y: { domain: rows.map((r) => r.id), label: null, tickSize: 0, tickFormat: (id) => cut(id, Math.floor(left / 7)) },
    marks: [
      Plot.ruleX([0], { stroke: QUIET }), Plot.ruleY(given, { y: "id", x1: "present", x2: "suggested", stroke: QUIET, strokeWidth: 2 }),
      Plot.dot(rows, { y: "id", x: "present", r: 6, fill: PRESENT, stroke: "var(--surface)", ariaLabel: (r) => `In force: ${number(r.present)}\n${says(r)}` }),
      Plot.dot(given, { y: "id", x: "suggested", r: 7, symbol: () => "diamond2", fill: CANDIDATE, stroke: INK, strokeWidth: 0.8, ariaLabel: (r) => `Suggested: ${number(r.suggested)}\n${says(r)}` }),
    ],
  });
}

export function weights(context) {
  const w = context.doc.weights;
  if (!w) return [absent("Weights", "No weights were asked for (--weights), or there are too few labels to suggest any.", context.notesOn(/weight/i))];
  if (!w.indicators.length || !w.auc) return [absent("Weights", "The labels do not suffice to suggest any.", w.notes ?? [])];
  const rows = [...w.indicators].sort((a, b) => (b.suggested ?? -1) - (a.suggested ?? -1));
  const columns = [{ name: "Indicator", head: true, value: (r) => r.id }, { name: "In force", number: true, value: (r) => r.present }, { name: "Suggested", number: true, value: (r) => r.suggested }, { name: "Coefficient", number: true, value: (r) => r.coefficient }, { name: "Low", number: true, value: (r) => r.low }, { name: "High", number: true, value: (r) => r.high }];
  return [figure({
    title: "Weights in force, and those that the labels suggest", file: "weights",
    sentence: `Suggested weights rank the labelled leads with an AUC of ${number(w.auc.suggested)}, those in force ${number(w.auc.present)} (${plural(w.n, "subject")}, ${count(w.folds)}-fold, each fold other subjects). Nothing is changed by itself.`,
    controls: [h("span", { class: "legend" }, h("span", { class: "sym present-ink" }, "●"), "in force", h("span", { class: "sym candidate-ink" }, "◆"), "suggested")],
    body: h("div", null, canvas((width) => drawing(context, rows, width), { label: "Weights in force and suggested, by indicator" }),
      h("p", null, `Method: ${w.method}. `, w.threshold && `Threshold: ${w.threshold.present === null ? "none in force" : `${number(w.threshold.present)} in force`}, ${number(w.threshold.suggested)} suggested.`), w.notes?.length > 0 && h("ul", null, w.notes.map((note) => h("li", null, note)))),
    data: { caption: "Weights by indicator", columns, rows },
  })];
}
