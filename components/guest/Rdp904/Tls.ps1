# Keeps TLS 1.2 switched on for servers, which clients older than Windows 11 need, and touches no other protocol.
# A value that is missing leaves it to Windows, which has TLS 1.2 on: https://learn.microsoft.com/windows-server/security/tls/tls-registry-settings

function Get-Rdp904TlsDifference {
    param([string] $Protocol)

    if ($Protocol -cne 'TLS 1.2') { throw "Protocol is '$Protocol'. Allowed: TLS 1.2." }
    $key = "SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\$Protocol\Server"
    $enabled = Read-Rdp904RegistryValue -Key $key -Name 'Enabled'
    if ($null -ne $enabled -and $enabled -eq 0) {
        @{
            Code   = 'ProtocolDisabled'
            Phrase = "$Protocol is switched off for servers. Switched on, it is used from the next start of the computer."
            Key    = $key
            Name   = 'Enabled'
            Number = 1
        }
    }
    $disabled = Read-Rdp904RegistryValue -Key $key -Name 'DisabledByDefault'
    if ($null -ne $disabled -and $disabled -ne 0) {
        @{
            Code   = 'ProtocolNotDefault'
            Phrase = "$Protocol is off for servers that do not ask for it. Switched on, it is used from the next start of the computer."
            Key    = $key
            Name   = 'DisabledByDefault'
            Number = 0
        }
    }
}
