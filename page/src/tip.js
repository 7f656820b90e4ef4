// What a mark says: shown beside it while it is pointed at or focused, kept there by a click or Enter.
// A mark is an element of a drawing with an aria-label; its first line is the heading.
import { h } from "./dom.js";

let box = null, owner = null, pinned = false;

function place(target) {
  const at = target.getBoundingClientRect(), size = box.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), document.documentElement.clientWidth - size.width - 8);
  const above = at.top - size.height - 10;
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${(above > 4 ? above : at.bottom + 10) + window.scrollY}px`;
}

export function show(target, pin = false) {
  if (pinned && !pin) return;
  const [heading, ...lines] = (target.dataset.tip ?? target.getAttribute("aria-label")).split("\n");
  owner?.removeAttribute("data-shown");
  owner = target;
  owner.setAttribute("data-shown", pin ? "pinned" : "true");
  pinned = pin;
  box.replaceChildren(h("strong", null, heading), ...lines.map((line) => h("span", null, line)),
    ...(pin ? [h("button", { type: "button", class: "close", "aria-label": "Close the note", onclick: hide }, "×")] : []));
  box.hidden = false;
  box.classList.toggle("pinned", pin);
  place(target);
}

export function hide() {
  owner?.removeAttribute("data-shown");
  owner = null;
  pinned = false;
  box.hidden = true;
}

export const isPinned = () => pinned;
const leave = () => { if (!pinned) hide(); };

// The mark nearest in an arrow's direction: straight ahead counts more than aside.
function neighbour(marks, from, key) {
  const centre = (mark) => {
    const r = mark.getBoundingClientRect();
    return [r.left + r.width / 2, r.top + r.height / 2];
  };
  const [x, y] = centre(from), side = key === "ArrowLeft" || key === "ArrowRight", sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  let best = null, least = Infinity;
  for (const mark of marks) {
    const [mx, my] = centre(mark), ahead = sign * (side ? mx - x : my - y), aside = Math.abs(side ? my - y : mx - x);
    const far = ahead + 3 * aside;
    if (mark !== from && ahead > 0.5 && far < least) [best, least] = [mark, far];
  }
  return best;
}

function onKey(event, marks) {
  const from = event.target, key = event.key;
  let to = null;
  if (key.startsWith("Arrow")) to = neighbour(marks, from, key);
  else if (key === "Home") to = marks[0];
  else if (key === "End") to = marks[marks.length - 1];
  else if (key === "Enter" || key === " ") {
    event.preventDefault();
    from.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return;
  } else return;
  event.preventDefault();
  if (!to) return;
  from.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}

// Make the labelled marks of a drawing answer to pointer and keyboard: one stop for Tab, arrows between them.
// activate(mark) where given is called instead of pinning.
export function interactive(drawing, activate = null) {
  const marks = [...drawing.querySelectorAll("[aria-label]")].filter((e) => e.tagName !== "g" || e.dataset.mark);
  const markOf = (event) => marks.includes(event.target) ? event.target : event.target.closest?.("[data-mark]") ?? null;
  marks.forEach((mark, n) => {
    mark.dataset.mark = "true";
    mark.setAttribute("role", "button");
    mark.setAttribute("tabindex", n === 0 ? "0" : "-1");
  });
  drawing.addEventListener("pointerover", (event) => { const mark = markOf(event); if (mark) show(mark); });
  drawing.addEventListener("pointerout", (event) => { if (markOf(event)) leave(); });
  drawing.addEventListener("focusin", (event) => { const mark = markOf(event); if (mark) show(mark); });
  drawing.addEventListener("focusout", leave);
  drawing.addEventListener("keydown", (event) => { if (markOf(event)) onKey(event, marks); });
  drawing.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (!mark) return;
    if (activate) activate(mark);
    else if (pinned && owner === mark) hide();
    else show(mark, true);
  });
  return drawing;
}

export function start() {
  box = h("div", { id: "tip", class: "tip", hidden: true });
  document.body.append(box);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("click", (event) => { if (pinned && !box.contains(event.target) && !event.target.closest?.("[data-mark]")) hide(); });
}
