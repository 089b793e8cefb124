/** `astro check` reads components themselves; plain `tsc` only needs to know that they are components. */
declare module '*.astro' {
  const Component: (props: Record<string, unknown>) => unknown;
  export default Component;
}
