// Elements, made short.

// h("p", {class: "x", onclick: f}, "text", child, [more]): null and false children are left out.
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child);
  }
}

// A <select> with its label. options: [value, text]; onchange gets the value.
export function select(label, options, value, onchange) {
  const list = h("select", { onchange: () => onchange(list.value) },
    options.map(([key, text]) => h("option", { value: key, selected: String(key) === String(value) }, text)));
  return h("label", { class: "control" }, h("span", null, label), list);
}

let ids = 0;
export const uniqueId = (prefix) => `${prefix}-${++ids}`;

// Said to who listens, not shown.
export function announce(text) {
  document.getElementById("said").textContent = text;
}
