/** Browser tests import the style sheet for its effect. */
declare module '*.css'
