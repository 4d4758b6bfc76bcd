// Keyboard of the WAI-ARIA tree pattern; branches load when first opened (htmx, event "kt:open").
export function startTrees(htmx) {
  const items = (tree) => [...tree.querySelectorAll("[role=treeitem]")].filter((item) => item.offsetParent !== null);
  const childGroup = (item) => item.querySelector(":scope > [role=group]");
  const parentItem = (item) => item.parentElement.closest("[role=treeitem]");

  function focus(item) {
    if (!item) return;
    const tree = item.closest("[role=tree]");
    for (const other of tree.querySelectorAll("[role=treeitem][tabindex='0']")) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  function setOpen(item, open) {
    if (!item.hasAttribute("aria-expanded")) return;
    item.setAttribute("aria-expanded", String(open));
    const group = childGroup(item);
    group.hidden = !open;
    if (open && group.dataset.lazy !== undefined && group.dataset.loaded === undefined) {
      group.dataset.loaded = "asked";
      htmx.trigger(group, "kt:open");
    }
  }

  function step(tree, item, by) {
    const all = items(tree);
    focus(all[all.indexOf(item) + by]);
  }

  const keys = {
    ArrowDown: (tree, item) => step(tree, item, 1),
    ArrowUp: (tree, item) => step(tree, item, -1),
    Home: (tree) => focus(items(tree)[0]),
    End: (tree) => focus(items(tree).at(-1)),
    ArrowRight: (tree, item) => {
      if (item.getAttribute("aria-expanded") === "false") setOpen(item, true);
      else focus(childGroup(item)?.querySelector("[role=treeitem]"));
    },
    ArrowLeft: (tree, item) => {
      if (item.getAttribute("aria-expanded") === "true") setOpen(item, false);
      else focus(parentItem(item));
    },
    Enter: (tree, item) => item.querySelector(":scope > .kt-tree-row a")?.click(),
    " ": (tree, item) => setOpen(item, item.getAttribute("aria-expanded") === "false"),
    "*": (tree, item) => {
      for (const sibling of item.parentElement.children) setOpen(sibling, true);
    },
  };

  let typed = "";
  let typedAt = 0;
  function typeAhead(tree, item, letter) {
    const now = performance.now();
    typed = (now - typedAt > 700 ? "" : typed) + letter.toLowerCase();
    typedAt = now;
    const all = items(tree);
    const from = all.indexOf(item) + (typed.length === 1 ? 1 : 0);
    const ring = [...all.slice(from), ...all.slice(0, from)];
    focus(ring.find((each) => each.dataset.label?.toLowerCase().startsWith(typed)));
  }

  document.addEventListener("keydown", (event) => {
    const item = event.target.closest?.("[role=treeitem]");
    if (!item || event.target !== item || event.ctrlKey || event.metaKey || event.altKey) return;
    const tree = item.closest("[role=tree]");
    if (keys[event.key]) keys[event.key](tree, item);
    else if (event.key.length === 1) typeAhead(tree, item, event.key);
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const twisty = event.target.closest?.(".kt-twisty");
    if (!twisty) return;
    const item = twisty.closest("[role=treeitem]");
    setOpen(item, item.getAttribute("aria-expanded") === "false");
    focus(item);
  });

  // The chosen line is seen when the page opens; a click elsewhere in the tree moves the choice.
  const chosen = document.querySelector("[role=treeitem][aria-selected=true] > .kt-tree-row");
  const box = chosen?.closest(".kt-split-side");
  if (box) box.scrollTop += chosen.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".kt-tree-row a");
    const tree = link?.closest("[role=tree]");
    if (!tree || event.ctrlKey || event.metaKey || event.shiftKey) return;
    for (const other of tree.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
    link.closest("[role=treeitem]").setAttribute("aria-selected", "true");
  });

  document.addEventListener("htmx:responseError", (event) => {
    const group = event.target.closest?.("[data-lazy]");
    if (group) delete group.dataset.loaded;
  });
}
