@{
    RootModule           = 'Rdp904.psm1'
    ModuleVersion        = '1.1.0'
    GUID                 = '6b0a3c1e-7d52-4a0f-9c3e-2f4d8b1e9040'
    Author               = 'rdp904'
    Copyright            = 'Apache-2.0'
    Description          = 'Keeps the private key of the RDP listener readable by NETWORK SERVICE, and binds the newest certificate for RDP to the listener.'
    PowerShellVersion    = '7.0'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    DscResourcesToExport = @('Rdp904MachineKeys', 'Rdp904ListenerCertificate')
}
