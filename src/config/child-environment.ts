/** The surroundings for a process that is started from here: this one's own, with these settings in their place. */
export const childEnvironment = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
});

/** Where programs of the system are looked for. */
export const searchPath = (): string => process.env['PATH'] ?? '';
