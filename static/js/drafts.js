// Keeps what is being written when a session expires or a page is lost: in this tab only, for this person only,
// gone when it is sent, when they sign out, or when somebody else signs in. Only in forms that ask for it: <form data-draft>.
const words = document.getElementById("words")?.dataset ?? {};
const owner = document.body.dataset.draftOwner;
const PREFIX = "draft:";
const SENT = "sent:";

// A form is known by where it goes, which is the same on the page that tells what to mend, and by its id or that of its first
// text: a shared and a private note, or comments on two steps, go to one address and must never be taken for each other.
const goesTo = (form) => new URL(form.getAttribute("action") ?? "", location.href).pathname;
const nameOf = (form) => form.id || form.querySelector("textarea[name]")?.id;
const keyOf = (control) => `${owner}:${goesTo(control.form)}:${nameOf(control.form)}:${control.name}`;
const areasOf = (root) => root.querySelectorAll("form[data-draft] textarea[name]");

// With the words goes what their page was loaded from (web/saving.py), so that an old draft does not pass for a new text,
// and the form's key, so that words which had arrived, though no answer came back, are not taken a second time.
const STAMPS = ["seen", "page", "turn", "once"];
const stampsOf = (form) => STAMPS.map((name) => form.elements[name]).filter((input) => input?.type === "hidden");

function put(prefix, control) {
  if (control.value) sessionStorage.setItem(prefix + keyOf(control), control.value);
  else sessionStorage.removeItem(prefix + keyOf(control));
}

function keep(prefix, form) {
  const areas = [...form.querySelectorAll("textarea[name]")].filter((area) => area.value);
  if (areas.length) [...areas, ...stampsOf(form)].forEach((control) => put(prefix, control));
}

function load(control) {
  const kept = sessionStorage.getItem(PREFIX + keyOf(control));
  if (kept !== null) control.value = kept;
}

function keysWith(prefix) {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
}

// A page of the person's own says that what was sent has arrived; one that tells what to mend, and any other page, that it
// has not, or may not have.
function settle() {
  const refused = document.querySelector("form[data-draft] .error-summary");
  for (const key of keysWith(SENT)) {
    if (!owner || refused) sessionStorage.setItem(PREFIX + key.slice(SENT.length), sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
  }
}

function offer(area) {
  const kept = sessionStorage.getItem(PREFIX + keyOf(area));
  if (kept === null || kept === area.value || "followed" in area.dataset) return;
  const stamps = stampsOf(area.form);
  const [before, ...stamped] = [area, ...stamps].map((control) => control.value);
  area.value = kept;
  stamps.forEach(load);
  const note = document.createElement("p");
  note.className = "field-draft";
  note.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = words.afresh;
  button.addEventListener("click", () => {
    area.value = before;
    stamps.forEach((input, place) => { input.value = stamped[place]; });
    sessionStorage.removeItem(PREFIX + keyOf(area));
    note.remove();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
  note.append(words.restored, " ", button);
  area.after(note);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function forget(form) {
  for (const control of [...form.querySelectorAll("textarea[name]"), ...stampsOf(form)]) {
    sessionStorage.removeItem(PREFIX + keyOf(control));
  }
}

// Somebody else is at this tab now: what the one before was writing is none of theirs.
function forgetOthers() {
  for (const prefix of [PREFIX, SENT]) {
    for (const key of keysWith(prefix)) {
      if (!key.startsWith(`${prefix}${owner}:`)) sessionStorage.removeItem(key);
    }
  }
}

if (owner) forgetOthers();
settle();

// The page that asks whether to sign out is nobody's own: this holds on every page.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const key of [...keysWith(PREFIX), ...keysWith(SENT)]) sessionStorage.removeItem(key);
});

if (owner) {
  areasOf(document).forEach(offer);

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    const turn = form.elements.turn;
    if (turn?.type === "hidden") turn.value = Number(turn.value) + 1;
    if (event.target.matches("textarea[name]")) [event.target, ...stampsOf(form)].forEach((control) => put(PREFIX, control));
  });

  // A page that saves by itself has saved what was typed up to that turn.
  document.addEventListener("saved", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form && Number(form.elements.turn.value) === event.detail.turn) forget(form);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-forget]");
    if (link) forget(link.closest("form"));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-draft]") && !form.matches("[hx-post]")) {
      keep(SENT, form);
      forget(form);
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig.elt; // what was swapped away is told of at the form it stood in
    if (form.matches("form[data-draft]") && event.detail.successful) forget(form);
  });
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll && areasOf(event.target).forEach(offer));
}
