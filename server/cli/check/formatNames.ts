/** How findings can be printed. Apart from the printing: every command's options are declared at each start. */
export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];
