// Keeps what is being written when a session expires or a page is lost: in this tab only, for this person only,
// gone when it is sent, when they sign out, or when somebody else signs in. Only in forms that ask for it: <form data-draft>.
const words = document.getElementById("words")?.dataset ?? {};
const owner = document.body.dataset.draftOwner;
const PREFIX = "draft:";
const SENT = "sent:";

const keyOf = (area) => `${owner}:${location.pathname}:${area.form.id}:${area.name}`;
const areasOf = (root) => root.querySelectorAll("form[data-draft] textarea[name]");

function keysWith(prefix) {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
}

// A page of the person's own says that what was sent has arrived; any other page that it may not have.
function settle() {
  for (const key of keysWith(SENT)) {
    if (!owner) sessionStorage.setItem(PREFIX + key.slice(SENT.length), sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
  }
}

function offer(area) {
  const kept = sessionStorage.getItem(PREFIX + keyOf(area));
  if (kept === null || kept === area.value) return;
  const before = area.value;
  area.value = kept;
  const note = document.createElement("p");
  note.className = "field-draft";
  note.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = words.afresh;
  button.addEventListener("click", () => {
    area.value = before;
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
  for (const area of form.querySelectorAll("textarea[name]")) sessionStorage.removeItem(PREFIX + keyOf(area));
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
    const area = event.target;
    if (!area.matches("form[data-draft] textarea[name]")) return;
    if (area.value) sessionStorage.setItem(PREFIX + keyOf(area), area.value);
    else sessionStorage.removeItem(PREFIX + keyOf(area));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-draft]") && !form.matches("[hx-post]")) {
      for (const area of form.querySelectorAll("textarea[name]")) {
        if (area.value) sessionStorage.setItem(SENT + keyOf(area), area.value);
      }
      forget(form);
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches("form[data-draft]") && event.detail.successful) forget(event.target);
  });
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll && areasOf(event.target).forEach(offer));
}
