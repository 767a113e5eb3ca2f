/* The map of projects: an outline, marks that gather where they are many, a window on each project.
   The list on the same page says the same; without this file, or if anything fails, it is all there
   is. Needs Leaflet and its markercluster (../vendor), loaded before as ordinary scripts. */

const L = window.L;
const COUNTRY = [
  [8.2, 102.1],
  [23.4, 109.5],
];
const NEAREST = 18;
/* One project alone is not shown from nearer than this. */
const ENOUGH = 13;
const NAMES_FROM = 10;
const PAUSE_MS = 200;
const STATUS = /^[a-z_]+$/;

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/* A mark made by the style sheet; what it is called is for those who do not see it. */
const Mark = L?.DivIcon.extend({
  createIcon(old) {
    const element = L.DivIcon.prototype.createIcon.call(this, old);
    element.setAttribute("aria-label", this.options.label);
    return element;
  },
});

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/* The texts come with the page in its language: "{count} projects". */
function fill(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function amount(number) {
  return Number(number).toLocaleString(document.documentElement.lang || "vi");
}

function webAddress(text) {
  try {
    const address = new URL(text, document.baseURI);
    return /^https?:$/.test(address.protocol) ? address.href : "";
  } catch {
    return "";
  }
}

async function fetchJson(address, signal) {
  const response = await fetch(address, { signal, headers: { Accept: "application/geo+json" } });
  if (!response.ok) {
    throw new Error(`${response.status} ${address}`);
  }
  return response.json();
}

function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function pin(latlng, properties) {
  const status = STATUS.test(properties.status ?? "") ? properties.status : "other";
  const label = [properties.title, properties.status_label].filter(Boolean).join(", ");
  const icon = new Mark({
    className: `gp-map__pin gp-map__pin--${status}`,
    iconSize: [28, 28],
    html: "<span></span>",
    label,
  });
  return L.marker(latlng, { icon, riseOnHover: true });
}

function groupIcon(count, texts) {
  const digits = amount(count);
  const size = Math.min(36 + digits.length * 4, 60);
  return new Mark({
    className: "gp-map__group",
    iconSize: [size, size],
    html: `<span>${digits}</span>`,
    label: fill(texts.textGroup, { count: digits }),
  });
}

/* What the window on a project says; every text is text, whatever stands in it. */
function card(properties, texts) {
  const box = element("div", "gp-map__card");
  const address = webAddress(properties.url);
  const title = element(address ? "a" : "strong", "gp-map__title", properties.title);
  if (address) {
    title.href = address;
  }
  box.append(title);
  const facts = [properties.code, properties.status_label, properties.field].filter(Boolean);
  box.append(element("p", "gp-meta", facts.join(" · ")));
  if (properties.total) {
    box.append(element("p", "gp-map__total", `${texts.textTotal} ${properties.total}`));
  }
  return box;
}

class ProjectMap {
  constructor(shell) {
    this.shell = shell;
    this.texts = shell.dataset;
    this.canvas = shell.querySelector("[data-gp-map-canvas]");
    this.notice = shell.querySelector("[data-gp-map-notice]");
    this.legend = shell.querySelector("[data-gp-map-legend]");
    this.opener = null;
    this.isOpen = false;
    this.isMissed = false;
    this.byKey = false;
    this.timer = 0;
    this.request = null;
    this.states = new Map();
  }

  async start() {
    this.shell.hidden = false;
    this.say(this.texts.textLoading);
    try {
      this.draw();
      const [outline, answer] = await Promise.all([
        this.addOutline(),
        fetchJson(this.texts.features),
      ]);
      this.show(answer);
      this.lookAt(answer, outline);
      this.sum(answer);
      if (answer.clustered) {
        this.map.on("moveend", () => this.moved());
        this.map.on("popupclose", () => this.isMissed && this.moved());
      }
    } catch (error) {
      console.error(error);
      this.map?.remove();
      this.canvas.hidden = true;
      this.say(this.texts.textFailed);
    }
  }

  say(text) {
    this.notice.textContent = text ?? "";
  }

  draw() {
    this.map = L.map(this.canvas, {
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false,
      maxZoom: NEAREST,
      fadeAnimation: !still,
      zoomAnimation: !still,
      markerZoomAnimation: !still,
      inertia: !still,
    }).fitBounds(COUNTRY, { animate: false });
    L.control
      .zoom({ zoomInTitle: this.texts.textNearer, zoomOutTitle: this.texts.textFarther })
      .addTo(this.map);
    if (this.texts.tiles) {
      L.tileLayer(this.texts.tiles, { maxZoom: NEAREST }).addTo(this.map);
    }
    this.areas = L.featureGroup().addTo(this.map);
    this.groups = L.layerGroup().addTo(this.map);
    this.pins = L.markerClusterGroup({
      animate: !still,
      showCoverageOnHover: false,
      maxClusterRadius: 44,
      iconCreateFunction: (cluster) => groupIcon(cluster.getChildCount(), this.texts),
    }).addTo(this.map);
    this.listen();
  }

  /* Pages scroll over the map until somebody works with it; keys do what a pointer does. */
  listen() {
    const wheel = this.map.scrollWheelZoom;
    this.canvas.addEventListener("pointerdown", () => wheel.enable());
    this.canvas.addEventListener("mouseleave", () => wheel.disable());
    this.canvas.addEventListener("keydown", (event) => {
      this.byKey = event.target.matches(".leaflet-marker-icon");
      if (event.key === "Escape") {
        this.map.closePopup();
      } else if (event.key === " " && this.byKey) {
        event.preventDefault();
        event.target.click();
      }
    });
    this.map.on("zoomend", () => this.nameAreas());
    this.map.on("zoomend", () => this.keepFocus());
    this.pins.on("animationend", () => this.keepFocus());
    this.map.on("popupopen", ({ popup }) => this.enter(popup));
    this.map.on("popupclose", ({ popup }) => this.leave(popup));
  }

  /* A group that was opened by key is gone; who stood on it stays on the map. */
  keepFocus() {
    if (this.byKey && document.activeElement === document.body) {
      this.canvas.focus({ preventScroll: true });
    }
  }

  enter(popup) {
    this.isOpen = true;
    const focused = document.activeElement;
    this.opener = this.canvas.contains(focused) ? focused : null;
    const shown = popup.getElement();
    shown.querySelector(".leaflet-popup-close-button")?.setAttribute(
      "aria-label",
      this.texts.textClose,
    );
    shown.querySelector("a.gp-map__title, [tabindex]")?.focus({ preventScroll: true });
  }

  leave(popup) {
    this.isOpen = false;
    const focused = document.activeElement;
    if (focused === document.body || popup.getElement()?.contains(focused)) {
      const target = this.opener?.isConnected ? this.opener : this.canvas;
      target.focus({ preventScroll: true });
    }
    this.opener = null;
  }

  /* The map is of use without its outline: a failure is told to developers and nobody else. */
  async addOutline() {
    if (!this.texts.outline) {
      return null;
    }
    try {
      const layer = L.geoJSON(await fetchJson(this.texts.outline), {
        interactive: false,
        style: { className: "gp-map__outline" },
        pointToLayer: () => null,
        onEachFeature: ({ properties }, area) => {
          const name = properties?.name ?? properties?.ten;
          if (name) {
            const label = element("span", "", name);
            label.lang = "vi";
            area.bindTooltip(label, {
              permanent: true,
              direction: "center",
              className: "gp-map__name",
            });
          }
        },
      }).addTo(this.map);
      layer.bringToBack();
      return layer.getBounds();
    } catch (error) {
      console.warn(error);
      return null;
    }
  }

  nameAreas() {
    this.canvas.classList.toggle("gp-map__canvas--names", this.map.getZoom() >= NAMES_FROM);
  }

  lookAt(answer, outline) {
    // The extent is that of the marks; an area reaches beyond its own.
    const places = answer.bbox ? boundsOf(answer.bbox) : this.pins.getBounds();
    places.extend(this.areas.getBounds());
    const atOnce = { animate: false };
    if (places.isValid()) {
      this.map.fitBounds(places, { ...atOnce, padding: [28, 28], maxZoom: ENOUGH });
    } else if (this.texts.centre) {
      this.map.setView(this.texts.centre.split(",").map(Number), Number(this.texts.zoom), atOnce);
    } else if (outline?.isValid()) {
      this.map.fitBounds(outline, atOnce);
    }
    this.nameAreas();
  }

  sum(answer) {
    if (!answer.located) {
      this.say(this.texts.textEmpty);
      return;
    }
    const [located, total] = [amount(answer.located), amount(answer.total)];
    this.say(fill(this.texts.textShown, { located, total }));
  }

  /* Put these features in place of those before. */
  show(answer) {
    for (const layer of [this.areas, this.groups, this.pins]) {
      layer.clearLayers();
    }
    const marks = [];
    for (const feature of answer.features) {
      if (feature.properties.cluster) {
        this.groups.addLayer(this.group(feature));
      } else if (feature.geometry) {
        marks.push(this.project(feature));
      }
    }
    this.pins.addLayers(marks);
    this.explain();
  }

  project(feature) {
    const { properties } = feature;
    const content = () => card(properties, this.texts);
    let latlng = null;
    if (feature.geometry.type === "Point") {
      latlng = L.GeoJSON.coordsToLatLng(feature.geometry.coordinates);
    } else {
      const shape = L.geoJSON(feature, {
        style: ({ geometry }) => ({ className: `gp-map__shape gp-map__shape--${geometry.type}` }),
        pointToLayer: (_point, place) => L.circleMarker(place, { radius: 4 }),
      }).bindPopup(content);
      this.areas.addLayer(shape);
      latlng = properties.point
        ? L.GeoJSON.coordsToLatLng(properties.point)
        : shape.getBounds().getCenter();
    }
    if (properties.status_label) {
      this.states.set(properties.status, properties.status_label);
    }
    return pin(latlng, properties).bindPopup(content);
  }

  group({ geometry, properties }) {
    const latlng = L.GeoJSON.coordsToLatLng(geometry.coordinates);
    const marker = L.marker(latlng, { icon: groupIcon(properties.cluster, this.texts) });
    const open = () => this.open(marker, properties);
    marker.on("click", open);
    marker.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && open());
    return marker;
  }

  /* Go nearer to a group; where that shows no more than before, say what it is. */
  open(marker, { cluster, bbox }) {
    const bounds = boundsOf(bbox);
    const isOnePlace = bounds.getNorthEast().equals(bounds.getSouthWest());
    if (isOnePlace || this.map.getZoom() >= NEAREST) {
      const box = element("div", "gp-map__card", fill(this.texts.textHere, { count: amount(cluster) }));
      box.tabIndex = -1;
      marker.unbindPopup().bindPopup(box).openPopup();
      return;
    }
    const zoom = this.map.getBoundsZoom(bounds, false, L.point(28, 28));
    const nearer = Math.min(Math.max(zoom, this.map.getZoom() + 1), NEAREST);
    this.map.setView(bounds.getCenter(), nearer, { animate: !still });
  }

  /* The colours that are on the map, in words. */
  explain() {
    this.legend?.replaceChildren(
      ...[...this.states].map(([status, label]) => {
        const item = element("li", "gp-map__state");
        const code = STATUS.test(status) ? status : "other";
        item.append(element("span", `gp-map__pin gp-map__pin--${code}`), label);
        return item;
      }),
    );
  }

  /* Many projects: the server groups them for each part of the map anew. */
  moved() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    // Opening a window moves the map under it; what it stands on must not go away.
    this.isMissed = this.isOpen;
    if (this.isOpen) {
      return;
    }
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    const address = new URL(this.texts.features, document.baseURI);
    address.searchParams.set("bbox", this.map.getBounds().pad(0.2).toBBoxString());
    address.searchParams.set("zoom", this.map.getZoom());
    try {
      const answer = await fetchJson(address, signal);
      if (this.isOpen) {
        this.isMissed = true;
        return;
      }
      this.byKey ||= this.canvas.contains(document.activeElement);
      this.show(answer);
      this.keepFocus();
      this.sum(answer);
    } catch (error) {
      if (error.name !== "AbortError") {
        console.error(error);
        this.say(this.texts.textFailed);
      }
    }
  }
}

if (L?.markerClusterGroup) {
  for (const shell of document.querySelectorAll("[data-gp-map]")) {
    new ProjectMap(shell).start();
  }
}
