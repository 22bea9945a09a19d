@{
    RootModule           = 'Rdp904.psm1'
    ModuleVersion        = '1.2.0'
    GUID                 = '6b0a3c1e-7d52-4a0f-9c3e-2f4d8b1e9040'
    Author               = 'rdp904'
    Copyright            = 'Apache-2.0'
    Description          = 'Keeps what RDP needs inside Windows: keys that NETWORK SERVICE can read, TLS 1.2, services, the settings of the listener, its newest certificate, and Windows Firewall.'
    PowerShellVersion    = '7.0'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    DscResourcesToExport = @('Rdp904MachineKeys', 'Rdp904Tls', 'Rdp904Service', 'Rdp904ListenerSettings', 'Rdp904ListenerCertificate', 'Rdp904Firewall')
}
