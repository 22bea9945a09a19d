/** The extension by which Machine Configuration runs, where a machine has it already. */
export interface AdoptedConfigurationExtensionArgs {
  /**
   * Optional. ARM id of a Machine Configuration extension that the machine has already, as by Azure Policy. It ends in
   * `/extensions/AzurePolicyforWindows`, because the agent is found by that name only. It becomes part of the stack as it is.
   * @default none; one is made
   */
  adoptedConfigurationExtensionResourceId?: string;
}

/** Extensions that a machine has already. */
export interface AdoptedExtensionsArgs extends AdoptedConfigurationExtensionArgs {
  /**
   * Optional. ARM id of a Key Vault extension that the machine has already. It becomes part of the stack as it is. A later
   * deployment that says its name by `certificateExtensionName` instead puts its settings right.
   * @default none; one is made
   * @see https://www.pulumi.com/docs/iac/concepts/resources/options/import/
   */
  adoptedCertificateExtensionResourceId?: string;
}
