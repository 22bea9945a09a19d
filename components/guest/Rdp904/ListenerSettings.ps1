# Keeps Remote Desktop on, over TLS and with Network Level Authentication, at the port that the network leads to.
# A policy wins over the computer's own values, so what it sets otherwise is told and not changed.
# Values: https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine

$script:TerminalServerKey = 'SYSTEM\CurrentControlSet\Control\Terminal Server'
$script:ListenerKey = 'SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp'
$script:PolicyKey = 'SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services'

# Values of the listener, and the methods of Win32_TSGeneralSetting that change them for the next connection.
# Encryption first: TLS is refused beside its lowest level. 4, for FIPS, is as good as 3.
$script:ListenerNumbers = @(
    @{ Name = 'MinEncryptionLevel'; Least = 3; Most = 4; Method = 'SetEncryptionLevel'; Argument = 'MinEncryptionLevel' }
    @{ Name = 'SecurityLayer'; Least = 2; Most = 2; Method = 'SetSecurityLayer'; Argument = 'SecurityLayer' }
    @{ Name = 'UserAuthentication'; Least = 1; Most = 1; Method = 'SetUserAuthenticationRequired'; Argument = 'UserAuthenticationRequired' }
)

function Get-Rdp904SettingDifference {
    param([string] $TerminalName, [string] $PortNumber)

    if ($TerminalName -cne 'RDP-Tcp') { throw "TerminalName is '$TerminalName'. Allowed: RDP-Tcp." }
    Compare-Rdp904Denial
    foreach ($number in $script:ListenerNumbers) { Compare-Rdp904Number -Number $number }
    $port = Read-Rdp904Port -Text $PortNumber
    if ($port) { Compare-Rdp904Port -Port $port }
}

function Compare-Rdp904Denial {
    $byPolicy = Read-Rdp904RegistryValue -Key $script:PolicyKey -Name 'fDenyTSConnections'
    if ($null -ne $byPolicy) {
        if ($byPolicy -ne 0) { @{ Code = 'DeniedByPolicy'; Phrase = 'A policy switches Remote Desktop off (fDenyTSConnections).' } }
        return
    }
    $own = Read-Rdp904RegistryValue -Key $script:TerminalServerKey -Name 'fDenyTSConnections'
    if ($null -eq $own -or $own -ne 0) {
        @{
            Code      = 'Denied'
            Phrase    = "Remote Desktop is off: fDenyTSConnections is '$own', it should be 0."
            Class     = 'Win32_TerminalServiceSetting'
            Method    = 'SetAllowTSConnections'
            # Windows Firewall has a resource of its own.
            Arguments = @{ AllowTSConnections = [uint32] 1; ModifyFirewallException = [uint32] 0 }
            Before    = "fDenyTSConnections is '$own'"
        }
    }
}

function Compare-Rdp904Number {
    param([hashtable] $Number)

    $name = $Number.Name
    $byPolicy = Read-Rdp904RegistryValue -Key $script:PolicyKey -Name $name
    if ($null -ne $byPolicy) {
        if ($byPolicy -lt $Number.Least -or $byPolicy -gt $Number.Most) {
            @{ Code = 'SetByPolicy'; Phrase = "A policy sets $name to '$byPolicy', it should be $($Number.Least)." }
        }
        return
    }
    $own = Read-Rdp904RegistryValue -Key $script:ListenerKey -Name $name
    if ($null -eq $own -or $own -lt $Number.Least -or $own -gt $Number.Most) {
        @{
            Code      = 'OtherValue'
            Phrase    = "$name of the listener is '$own', it should be $($Number.Least)."
            Class     = 'Win32_TSGeneralSetting'
            Method    = $Number.Method
            Arguments = @{ ($Number.Argument) = [uint32] $Number.Least }
            Before    = "$name is '$own'"
        }
    }
}

# Nothing for an empty text: then the port stays as it is.
function Read-Rdp904Port {
    param([string] $Text)

    if (-not $Text) { return }
    $port = 0
    if ($Text -notmatch '^[0-9]{1,5}$' -or -not [int]::TryParse($Text, [ref] $port) -or $port -lt 1 -or $port -gt 65535) {
        throw "PortNumber is '$Text'. Allowed: a number from 1 to 65535, or nothing."
    }
    $port
}

function Get-Rdp904ListenerPort {
    $own = Read-Rdp904RegistryValue -Key $script:ListenerKey -Name 'PortNumber'
    if ($own -is [int] -and $own -gt 0) { return $own }
    return 3389
}

# The listener takes a new port when its service starts, and that would end the sessions that are open.
function Compare-Rdp904Port {
    param([int] $Port)

    $own = Get-Rdp904ListenerPort
    $network = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
    if ($own -eq $Port) {
        $open = @(foreach ($end in $network.GetActiveTcpListeners()) { if ($end.Port -eq $Port) { $end } })
        if ($open.Count -eq 0) {
            @{ Code = 'NotListening'; Phrase = "The port is $Port, and nothing listens there. The listener takes it when TermService or the computer starts again." }
        }
        return
    }
    $connected = @(
        foreach ($connection in $network.GetActiveTcpConnections()) {
            if ($connection.LocalEndPoint.Port -eq $own -and $connection.State -eq 'Established') { $connection }
        }
    )
    if ($connected.Count -gt 0) {
        @{ Code = 'PortWaits'; Phrase = "The port is $own, it should be $Port. It moves when nobody is connected; now $($connected.Count) are." }
        return
    }
    @{ Code = 'OtherPort'; Phrase = "The port is $own, it should be $Port."; Port = $Port }
}

function Set-Rdp904Setting {
    param([hashtable] $Difference)

    if ($Difference.ContainsKey('Method')) {
        # Of both classes the computer has one instance for RDP; the listener's is named.
        $query = 'SELECT * FROM ' + $Difference.Class
        if ($Difference.Class -eq 'Win32_TSGeneralSetting') { $query += " WHERE TerminalName = 'RDP-Tcp'" }
        $setting = Find-Rdp904Instance -Namespace $script:ListenerNamespace -Query $query
        Invoke-Rdp904Method -Namespace $script:ListenerNamespace -Instance $setting -Method $Difference.Method -Arguments $Difference.Arguments -Before $Difference.Before
    }
    if ($Difference.ContainsKey('Port')) {
        Set-Rdp904RegistryNumber -Key $script:ListenerKey -Name 'PortNumber' -Number $Difference.Port
        Restart-Rdp904TermService
    }
}
