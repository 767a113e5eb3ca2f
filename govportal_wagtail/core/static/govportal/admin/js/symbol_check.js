/* Asks, while a number and symbol is typed, how it is read and whether the document is there. */
(() => {
  "use strict";
  const PAUSE = 400;

  class SymbolCheckController extends window.StimulusModule.Controller {
    static targets = ["answer", "suggestions"];
    static values = { url: String, failed: String };

    connect() {
      this.input = this.element.querySelector("input");
      this.later = () => {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.check(), PAUSE);
      };
      this.input.addEventListener("input", this.later);
      if (this.input.value) this.check();
    }

    disconnect() {
      window.clearTimeout(this.timer);
      this.request?.abort();
      this.input.removeEventListener("input", this.later);
    }

    field(name) {
      return this.input.form?.elements.namedItem(name);
    }

    async check() {
      this.request?.abort();
      this.request = new AbortController();
      const asked = new URL(this.urlValue, window.location.href);
      asked.searchParams.set("symbol", this.input.value);
      asked.searchParams.set("issued_on", this.field("issued_on")?.value ?? "");
      // A new page gets its number while it is edited: the address tells it, the form does not.
      const page = window.location.pathname.match(/\/pages\/(\d+)\/edit\//);
      if (page) asked.searchParams.set("page", page[1]);
      try {
        const response = await fetch(asked, {
          headers: { Accept: "application/json" },
          signal: this.request.signal,
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(answer.error);
        this.show(answer);
      } catch (error) {
        if (error.name !== "AbortError") this.fail();
      }
    }

    show(answer) {
      // The server escapes what it puts into this piece of HTML.
      this.answerTarget.innerHTML = answer.html;
      const buttons = Object.entries(answer.suggestions)
        .filter(([name, each]) => this.wants(name, each.value))
        .map(([name, each]) => this.button(name, each));
      this.suggestionsTarget.replaceChildren(...buttons);
      this.suggestionsTarget.hidden = buttons.length === 0;
    }

    fail() {
      this.answerTarget.textContent = this.failedValue;
      this.suggestionsTarget.replaceChildren();
      this.suggestionsTarget.hidden = true;
    }

    wants(name, value) {
      const field = this.field(name);
      // The kind of document is never empty, so it is proposed where it differs.
      return field && field.value !== value && (!field.value || name === "normativity");
    }

    take(name, each) {
      const field = this.field(name);
      // A chooser shows the name of what its hidden field holds.
      const chooser = document.getElementById(`${field.id}-chooser`)?.widget;
      if (chooser) {
        chooser.setState({ id: each.value, string: each.label, title: each.label });
      } else {
        field.value = each.value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }

    button(name, each) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = each.text;
      button.addEventListener("click", () => {
        this.take(name, each);
        item.remove();
        this.suggestionsTarget.hidden = !this.suggestionsTarget.children.length;
        this.input.focus();
      });
      item.append(button);
      return item;
    }
  }

  window.wagtail.app.register("govportal-symbol-check", SymbolCheckController);
})();
