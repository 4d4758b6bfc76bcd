// The minute-taker's page: each piece of notes is saved a moment after one stops typing. What cannot be sent is kept on
// this device and sent when the line is back; what someone else wrote meanwhile is put into the box, never over it.
const WAIT = 1500;
const AGAIN = 10_000;
const PREFIX = "kt-note:";

export function startMinutes() {
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const notes = [...place.querySelectorAll("[data-note]")];
  const timers = new Map();
  const sending = new Set();
  const user = document.body.dataset.user ?? "";
  const keyOf = (note) => `${PREFIX}${user}:${place.dataset.meeting}:${note.dataset.place}:${note.dataset.row}`;

  const show = (when, sentence = "") => {
    for (const said of place.querySelectorAll("[data-live-state] [data-when]")) {
      said.hidden = said.dataset.when !== when;
      if (when === "refused" && !said.hidden) said.textContent = sentence;
    }
  };
  const waiting = () => notes.some((note) => localStorage.getItem(keyOf(note)) !== null);
  const keep = (note) =>
    localStorage.setItem(keyOf(note), JSON.stringify({ at: Date.now(), text: note.value, version: note.dataset.version }));

  async function send(note) {
    if (sending.has(note)) return;
    sending.add(note);
    const text = note.value;
    try {
      const answer = await fetch(place.dataset.live, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": place.dataset.csrf },
        body: JSON.stringify({
          place: note.dataset.place, row: Number(note.dataset.row), version: Number(note.dataset.version), text,
        }),
      });
      await settle(note, text, answer);
    } catch {
      show("lost");
      timers.set(note, setTimeout(() => send(note), AGAIN));
    } finally {
      sending.delete(note);
      if (note.value !== text && localStorage.getItem(keyOf(note)) !== null) soon(note);
    }
  }

  async function settle(note, text, answer) {
    const said = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
    if (answer.ok && said.version !== undefined) {
      note.dataset.version = said.version;
      if (note.value === text) localStorage.removeItem(keyOf(note));
      show(waiting() ? "typing" : "saved");
    } else if (answer.status === 409) {
      note.dataset.version = said.version;
      if (!note.value.includes(said.text)) note.value = `${said.text}\n———\n${note.value}`;
      keep(note);
      show("clash");
    } else if (said.sentence) show("refused", said.sentence);
    else show("lost");
  }

  function soon(note) {
    clearTimeout(timers.get(note));
    timers.set(note, setTimeout(() => send(note), WAIT));
  }

  for (const note of notes) {
    const kept = localStorage.getItem(keyOf(note));
    if (kept !== null) {
      const before = JSON.parse(kept);
      note.value = before.text;
      note.dataset.version = before.version;
      soon(note);
    }
    note.addEventListener("input", () => {
      keep(note);
      show(navigator.onLine ? "typing" : "lost");
      soon(note);
    });
  }
  addEventListener("online", () => notes.filter((note) => localStorage.getItem(keyOf(note)) !== null).forEach(send));
  addEventListener("offline", () => show("lost"));

  place.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.target.matches("[data-note]")) return;
    const at = notes.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) notes[Math.min(notes.length - 1, Math.max(0, at + step))].focus();
    else if (event.key === "Enter") event.target.closest("[data-live-row]").querySelector("[data-live-switch]")?.click();
    else return;
    event.preventDefault();
  });

  const clocks = [...place.querySelectorAll("[data-clock]")].filter((one) => one.dataset.started && !one.dataset.ended);
  const tick = () => {
    for (const one of clocks) {
      const minutes = Math.max(0, Math.round((Date.now() - new Date(one.dataset.started)) / 60_000));
      const unit = one.textContent.trim().split(" ").pop();
      one.textContent = `${minutes}${one.dataset.given ? `/${one.dataset.given}` : ""} ${unit}`;
      one.classList.toggle("kt-live-over", Boolean(one.dataset.given) && minutes > Number(one.dataset.given));
    }
  };
  if (clocks.length) setInterval(tick, 15_000);
}
