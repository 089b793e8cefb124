/**
 * What Node is told whenever it runs the server. Our objects are small and short-lived: a young generation of 6 MiB instead
 * of 48 costs nothing that the benchmark sees, and leaves the machine some 30 MiB for a sandbox.
 */
export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'];
