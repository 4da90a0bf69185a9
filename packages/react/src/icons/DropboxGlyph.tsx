/** Dropbox's open box, in the text colour. Decoration only. Renders an `<svg>`. */
export function DropboxGlyph() {
  return (
    <svg className="tf-glyph" viewBox="0 0 24 22" aria-hidden="true" focusable="false">
      <path d="M6 .8 12 4.6 6 8.4 0 4.6zM18 .8l6 3.8-6 3.8-6-3.8zM6 8.4l6 3.8L6 16 0 12.2zM18 8.4l6 3.8-6 3.8-6-3.8zM6 17.3l6-3.8 6 3.8-6 3.8z" />
    </svg>
  )
}
