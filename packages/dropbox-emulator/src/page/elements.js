/**
 * The element with this id.
 *
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no element "${id}".`)
  return element
}

/**
 * Makes an element. `text` is its text; everything else is set as an attribute.
 *
 * @param {string} name
 * @param {Record<string, string | undefined>} [attributes]
 * @param {Node[]} [children]
 */
export function element(name, { text, ...attributes } = {}, children = []) {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(attribute, value)
  }
  if (text !== undefined) made.textContent = text
  made.append(...children)
  return made
}

/**
 * Shows `items` as children of `parent`. An element whose item has not changed stays the same element, so that focus
 * and selection survive a refresh.
 *
 * @template Item
 * @param {Element} parent
 * @param {readonly Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => Element} create
 */
export function showList(parent, items, keyOf, create) {
  const known = new Map([...parent.children].map((child) => [child.getAttribute('data-key'), child]))
  const wanted = items.map((item) => {
    const key = keyOf(item)
    const state = JSON.stringify(item)
    const child = known.get(key)
    if (child?.getAttribute('data-state') === state) return child
    const made = create(item)
    made.setAttribute('data-key', key)
    made.setAttribute('data-state', state)
    return made
  })
  for (const child of Array.from(parent.children)) if (!wanted.includes(child)) child.remove()
  for (const [index, child] of wanted.entries()) {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null)
  }
}

/**
 * Sets the text of an element only when it differs, so that screen readers do not read it again.
 *
 * @param {Element} target
 * @param {string} text
 */
export function showText(target, text) {
  if (target.textContent !== text) target.textContent = text
}
