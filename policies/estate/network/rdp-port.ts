/** Port of the RDP listener where nothing says otherwise. */
export const rdpPort = 3389;
