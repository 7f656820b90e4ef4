// Tables whose columns sort, and that can be saved.
// A column: {name, value(row) -> number | text | null, text(row) -> what is shown, number: true where figures are right-aligned,
//            head: true for the column that names the row, csv: [{name, value}] where a file has more than one column of it}.
import { h, uniqueId } from "./dom.js";
import { count, number } from "./format.js";
import { saveCsv } from "./csv.js";

const ROWS_SHOWN = 60;

function compare(a, b) {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
  if (b === null || b === undefined) return -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
}

// Rows in the column's order; what has no value comes last in both directions.
export function sorted(rows, column, down) {
  const keyed = rows.map((row) => [column.value(row), row]);
  const without = ([value]) => value === null || value === undefined;
  return keyed.sort((a, b) => (down && !without(a) && !without(b) ? compare(b[0], a[0]) : compare(a[0], b[0]))).map(([, row]) => row);
}

const shown = (column, row) => {
  if (column.text) return column.text(row);
  const value = column.value(row);
  return typeof value === "number" ? number(value) : value ?? "–";
};

export const csvOf = (columns, rows) => {
  const flat = columns.flatMap((column) => column.csv ?? [column]);
  return { header: flat.map((c) => c.name), rows: rows.map((row) => flat.map((c) => c.value(row))) };
};

export function csvButton(name, label, get) {
  const write = () => {
    const { columns, rows } = get();
    const file = csvOf(columns, rows);
    saveCsv(name, file.header, file.rows);
  };
  return h("button", { type: "button", class: "save", "aria-label": `Save CSV: ${label}`, onclick: write }, "Save CSV");
}

function headCell(column, state, again) {
  const now = state.column === column;
  const turn = () => {
    state.down = now ? !state.down : Boolean(column.number);
    state.column = column;
    again(column);
  };
  const arrow = h("span", { class: "arrow", "aria-hidden": "true" }, now ? (state.down ? "▼" : "▲") : "↕");
  return h("th", { scope: "col", class: column.number && "number", "aria-sort": now ? (state.down ? "descending" : "ascending") : null },
    h("button", { type: "button", class: "sort", onclick: turn }, column.name, arrow));
}

function bodyRow(columns, row) {
  return h("tr", null, columns.map((column) =>
    h(column.head ? "th" : "td", { scope: column.head && "row", class: column.number && "number" }, shown(column, row))));
}

// The table as an element; by: the column that it is sorted by at first, if any.
export function table({ caption, columns, rows, by = null, down = true }) {
  const state = { column: by, down, all: rows.length <= ROWS_SHOWN };
  const head = h("tr"), body = h("tbody"), more = h("div", { class: "more" });
  const id = uniqueId("table");
  const draw = (focused) => {
    head.replaceChildren(...columns.map((column) => headCell(column, state, draw)));
    const list = state.column ? sorted(rows, state.column, state.down) : rows;
    body.replaceChildren(...(state.all ? list : list.slice(0, ROWS_SHOWN)).map((row) => bodyRow(columns, row)));
    more.replaceChildren(...(state.all ? [] : [h("button", { type: "button", onclick: () => { state.all = true; draw(); } }, `Show all ${count(rows.length)} rows`)]));
    if (focused) head.children[columns.indexOf(focused)].querySelector("button").focus();
  };
  draw();
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": id },
    h("table", null, h("caption", { id }, caption), h("thead", null, head), body), more);
}
