/** How the YAML of scenarios is read: whoever looks for something in it finds what is played. */
export const YAML = { prettyErrors: false, version: '1.2', merge: false } as const
