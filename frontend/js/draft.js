// A form loses nothing when the line drops or the sign-in ends: what is typed in a <form data-draft="key">
// is kept on this device and offered again; a kept draft goes when the server says the form was saved
// (<meta name="kt-draft-saved" content="key">).
const PREFIX = "kt-draft:";
const SKIP = new Set(["csrfmiddlewaretoken", "as_of", "scope"]);

const fieldsOf = (form) =>
  [...form.elements].filter(
    (field) => field.name && !SKIP.has(field.name) && !["file", "password", "submit", "button", "hidden"].includes(field.type),
  );

function snapshot(form) {
  const kept = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (kept[field.name] ??= []).push(field.value);
      else kept[field.name] ??= [];
    } else if (field.type === "select-multiple") {
      kept[field.name] = [...field.selectedOptions].map((option) => option.value);
    } else (kept[field.name] ??= []).push(field.value);
  }
  return kept;
}

function restore(form, kept) {
  const seen = {};
  for (const field of fieldsOf(form)) {
    const values = kept[field.name];
    if (!values) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.type === "select-multiple")
      for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[(seen[field.name] = (seen[field.name] ?? -1) + 1)] ?? field.value;
  }
}

function keyOf(form) {
  return `${PREFIX}${document.body.dataset.user ?? ""}:${form.dataset.draft}`;
}

function offer(form) {
  const stored = localStorage.getItem(keyOf(form));
  const note = form.querySelector("[data-draft-note]");
  if (!stored || !note) return;
  const { at, fields } = JSON.parse(stored);
  if (JSON.stringify(fields) === JSON.stringify(snapshot(form))) return;
  const when = note.querySelector("[data-draft-time]");
  if (when) when.textContent = new Date(at).toLocaleString(document.documentElement.lang);
  note.hidden = false;
  note.querySelector("[data-draft-restore]").addEventListener("click", () => {
    restore(form, fields);
    note.hidden = true;
  });
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    note.hidden = true;
  });
}

const KEEP_DAYS = 14;

function dropOld() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    if (Date.now() - JSON.parse(localStorage.getItem(key)).at > KEEP_DAYS * 86_400_000) localStorage.removeItem(key);
  }
}

// Whoever signs out leaves nothing behind on the device; a sign-in that merely ended keeps what was typed.
function dropMine(user) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(key);
}

export function startDrafts() {
  dropOld();
  const saved = document.querySelector("meta[name='kt-draft-saved']")?.content;
  if (saved) localStorage.removeItem(`${PREFIX}${document.body.dataset.user ?? ""}:${saved}`);
  for (const form of document.querySelectorAll("form[data-draft]")) offer(form);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft || !fieldsOf(form).includes(event.target)) return;
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields: snapshot(form) }));
  });

  document.addEventListener("submit", (event) => {
    if ("signOut" in event.target.dataset) dropMine(document.body.dataset.user ?? "");
  });

  // Sending without a line would lose the page: hold the form back and say, where one pressed, that what was typed is safe.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset?.draft || navigator.onLine) return;
    event.preventDefault();
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields: snapshot(form) }));
    form.dataset.heldBack = "";
    showOffline();
    form.querySelector("[data-line] :not([hidden])")?.scrollIntoView({ block: "nearest" });
  });
  const band = document.querySelector("[data-offline]");
  const showOffline = () => {
    if (band) band.hidden = navigator.onLine;
    for (const place of document.querySelectorAll("form[data-draft] [data-line]")) {
      const heldBack = "heldBack" in place.closest("form").dataset;
      const now = navigator.onLine ? (heldBack ? "back" : "") : heldBack ? "unsent" : "lost";
      for (const said of place.children) said.hidden = said.dataset.when !== now;
    }
  };
  addEventListener("online", showOffline);
  addEventListener("offline", showOffline);
  showOffline();
}
