// A cursor over a row of weeks: follows the pointer, and moves by arrow keys as a slider does.
import { hide, isPinned, show } from "./tip.js";

const SVG = "http://www.w3.org/2000/svg";

// positions: [from, to] in pixels of each step; texts(n): the note's lines; label: what the slider is called.
export function scan(drawing, { label, positions, height, texts }) {
  const cursor = document.createElementNS(SVG, "rect");
  let at = 0;
  const last = positions.length - 1;
  const move = (to) => {
    at = Math.min(last, Math.max(0, to));
    const [from, until] = positions[at], lines = texts(at);
    cursor.setAttribute("x", from - 0.5);
    cursor.setAttribute("width", Math.max(3, until - from + 1));
    cursor.setAttribute("aria-valuenow", at);
    cursor.setAttribute("aria-valuetext", lines.join(", "));
    cursor.setAttribute("data-tip", lines.join("\n"));
  };
  const values = { class: "cursor", y: 0, height, role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 0, "aria-valuemax": last, "data-mark": "true" };
  for (const [name, value] of Object.entries(values)) cursor.setAttribute(name, value);
  move(0);
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -13, PageUp: 13, Home: -Infinity, End: Infinity };
  cursor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(cursor, true); return; }
    if (!(event.key in step)) return;
    event.preventDefault();
    move(at + step[event.key]);
    show(cursor, isPinned());
  });
  drawing.addEventListener("pointermove", (event) => {
    if (isPinned()) return;
    const box = drawing.getBoundingClientRect(), x = (event.clientX - box.left) * (drawing.viewBox.baseVal.width / box.width);
    const first = positions[0][0], each = (positions[last][1] - first) / positions.length;
    move(Math.floor((x - first) / each));
    show(cursor);
    cursor.classList.add("on");
  });
  const leave = () => { cursor.classList.remove("on"); if (!isPinned()) hide(); };
  drawing.addEventListener("pointerleave", leave);
  drawing.addEventListener("click", () => show(cursor, true));
  cursor.addEventListener("focus", () => show(cursor));
  cursor.addEventListener("blur", leave);
  drawing.append(cursor);
  return drawing;
}
