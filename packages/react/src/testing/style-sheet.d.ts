/** Browser tests import the style sheet for its effect, or as a text. */
declare module '*.css'
declare module '*.css?inline' {
  const css: string
  export default css
}
