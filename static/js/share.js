// Hands a picture or a text to Zalo and others, copies, prints; each button shows only where it works.
function say(button) {
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.nextElementSibling.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = before; }, 4000);
}

async function shareable({ share, file, name, text, title }) {
  const content = { title, text, url: share || undefined };
  if (!file) return content;
  const answer = await fetch(file);
  const blob = await answer.blob();
  return { ...content, files: [new File([blob], name, { type: blob.type })] };
}

async function offer(button) {
  if (!navigator.share) return;
  // Fetched before the tap: a share must follow the tap at once.
  const content = await shareable(button.dataset).catch(() => null);
  if (!content || (content.files && !navigator.canShare?.(content))) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(content).catch(() => {}));
}

async function copied(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(button);
  } catch {
    // Without leave to copy, at least mark the text so that a long press copies it.
    getSelection().selectAllChildren(source);
  }
}

for (const button of document.querySelectorAll("[data-share]")) offer(button);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copied(button));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
