/* Finds the number that a suspicious form asks for, so that the reader need not answer a question.
   Without this file, and on connections without encryption, the question stays. */

const BATCH = 256;

async function startsWithZeros(text, bits) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new DataView(digest).getUint32(0) >>> (32 - bits) === 0;
}

async function findProof(nonce, bits) {
  for (let first = 0; ; first += BATCH) {
    const tried = await Promise.all(
      Array.from({ length: BATCH }, (_, offset) =>
        startsWithZeros(`${nonce}:${first + offset}`, bits),
      ),
    );
    const found = tried.indexOf(true);
    if (found !== -1) {
      return first + found;
    }
  }
}

async function prove(challenge) {
  const question = challenge.querySelector("[data-gp-question]");
  const status = challenge.querySelector("[data-gp-status]");
  const form = challenge.closest("form");
  let waiting = null;
  let isReady = false;
  question.hidden = true;
  status.textContent = status.dataset.working;
  form.addEventListener("submit", (event) => {
    if (!isReady) {
      event.preventDefault();
      waiting = { button: event.submitter };
    }
  });
  try {
    const proof = await findProof(challenge.dataset.nonce, Number(challenge.dataset.bits));
    challenge.querySelector("[data-gp-proof]").value = String(proof);
    status.textContent = status.dataset.ready;
  } catch {
    question.hidden = false;
    status.textContent = "";
    waiting = null;
  }
  isReady = true;
  if (waiting) {
    form.requestSubmit(waiting.button);
  }
}

if (globalThis.crypto?.subtle) {
  for (const challenge of document.querySelectorAll("[data-gp-challenge]")) {
    prove(challenge);
  }
}
