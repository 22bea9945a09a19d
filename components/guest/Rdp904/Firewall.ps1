# Keeps Windows Firewall open for the listener, over TCP and UDP and on every profile, and for shadowing and WebSocket as asked.
# Rules of Windows are known by the resource id of their group, which is the same in every language.
# The firewall's own interface: https://learn.microsoft.com/windows/win32/api/netfw/nn-netfw-inetfwpolicy2

$script:RemoteDesktopGroup = '@FirewallAPI.dll,-28752'
$script:WebSocketGroup = '@FirewallAPI.dll,-28782'
# The group of the rules that this module makes, for a port that the rules of Windows do not name.
$script:OwnGroup = 'rdp904'
$script:AllProfiles = 0x7fffffff
$script:Profiles = [ordered] @{ Domain = 1; Private = 2; Public = 4 }
$script:Transports = [ordered] @{ TCP = 6; UDP = 17 }

function Get-Rdp904FirewallDifference {
    param([string] $TerminalName, [string] $Shadowing, [string] $WebSocket)

    if ($TerminalName -cne 'RDP-Tcp') { throw "TerminalName is '$TerminalName'. Allowed: RDP-Tcp." }
    $policy = Get-Rdp904FirewallPolicy
    $port = Get-Rdp904ListenerPort
    $inbound = @(foreach ($rule in $policy.Rules) { if ($rule.Direction -eq 1) { $rule } })
    foreach ($transport in $script:Transports.Keys) {
        $protocol = $script:Transports[$transport]
        $rules = @(foreach ($rule in $inbound) { if (Test-Rdp904ListenerRule -Rule $rule -Protocol $protocol -Port $port) { $rule } })
        $door = @{ Title = "the listener at $transport $port"; Rules = $rules; Protocol = $protocol; Port = $port }
        Compare-Rdp904Door -Code "Closed$transport" -Door $door
    }
    if (Read-Rdp904Choice -Name 'Shadowing' -Text $Shadowing) {
        $rules = @(foreach ($rule in $inbound) { if ($rule.Grouping -eq $script:RemoteDesktopGroup -and $rule.ApplicationName -like '*\RdpSa.exe') { $rule } })
        Compare-Rdp904Door -Code 'ClosedShadowing' -Door @{ Title = 'shadowing'; Rules = $rules }
    }
    if (Read-Rdp904Choice -Name 'WebSocket' -Text $WebSocket) {
        $rules = @(foreach ($rule in $inbound) { if ($rule.Grouping -eq $script:WebSocketGroup) { $rule } })
        # Each of its rules is for a port of its own, so that one cannot stand for the other.
        if ($rules.Count -eq 0) { Compare-Rdp904Door -Code 'ClosedWebSocket' -Door @{ Title = 'WebSocket'; Rules = $rules } }
        foreach ($rule in $rules) {
            Compare-Rdp904Door -Code 'ClosedWebSocket' -Door @{ Title = "WebSocket at TCP $($rule.LocalPorts)"; Rules = @($rule) }
        }
    }
    Get-Rdp904FirewallObstacle -Policy $policy -Inbound $inbound -Port $port
}

function Get-Rdp904FirewallPolicy {
    [System.Activator]::CreateInstance([System.Type]::GetTypeFromProgID('HNetCfg.FwPolicy2'))
}

function Read-Rdp904Choice {
    param([string] $Name, [string] $Text)

    if ($Text -cne 'Yes' -and $Text -cne 'No') { throw "$Name is '$Text'. Allowed: Yes, No." }
    $Text -ceq 'Yes'
}

# The rules of Windows for the listener's service, where they name its port, and this module's own.
function Test-Rdp904ListenerRule {
    param([object] $Rule, [int] $Protocol, [int] $Port)

    if ($Rule.Protocol -ne $Protocol) { return $false }
    $isOfWindows = $Rule.Grouping -eq $script:RemoteDesktopGroup -and $Rule.serviceName -eq 'termservice'
    $isOwn = $Rule.Grouping -eq $script:OwnGroup
    return ($isOfWindows -or $isOwn) -and (Test-Rdp904Ports -Ports $Rule.LocalPorts -Port $Port)
}

# Ports as a rule has them: nothing or * for all, else numbers and ranges.
function Test-Rdp904Ports {
    param([string] $Ports, [int] $Port)

    if (-not $Ports -or $Ports -eq '*') { return $true }
    foreach ($part in $Ports.Split(',')) {
        $ends = $part.Trim().Split('-')
        $first = 0
        $last = 0
        if ([int]::TryParse($ends[0], [ref] $first) -and [int]::TryParse($ends[-1], [ref] $last) -and $first -le $Port -and $Port -le $last) { return $true }
    }
    return $false
}

function Compare-Rdp904Door {
    param([string] $Code, [hashtable] $Door)

    $open = 0
    foreach ($rule in $Door.Rules) {
        if ($rule.Enabled -and $rule.Action -eq 1) { $open = $open -bor $rule.Profiles }
    }
    $closed = @(foreach ($name in $script:Profiles.Keys) { if (-not ($open -band $script:Profiles[$name])) { $name } })
    if ($closed.Count -eq 0) { return }
    $difference = @{ Code = $Code; Phrase = "Windows Firewall has no rule that lets anybody reach $($Door.Title), on these profiles: $($closed -join ', ')." }
    # A rule of Windows for shadowing or WebSocket that is gone is only told.
    if ($Door.Rules.Count -gt 0 -or $Door.ContainsKey('Port')) { $difference.Door = $Door }
    $difference
}

# What no rule of this module can outweigh, so it is only told.
function Get-Rdp904FirewallObstacle {
    param([object] $Policy, [object[]] $Inbound, [int] $Port)

    if ($Policy.LocalPolicyModifyState -eq 1) {
        @{ Code = 'RulesByPolicy'; Phrase = 'A policy lets Windows Firewall ignore the rules of this computer on the profile that is in use.' }
    }
    foreach ($name in $script:Profiles.Keys) {
        if ($Policy.BlockAllInboundTraffic($script:Profiles[$name])) {
            @{ Code = 'AllBlocked'; Phrase = "Windows Firewall blocks everything that comes in on the profile $name, whatever its rules say." }
        }
    }
    foreach ($rule in $Inbound) {
        $blocks = $rule.Enabled -and $rule.Action -eq 0 -and $rule.Grouping -ne $script:RemoteDesktopGroup -and
            $rule.Protocol -in 6, 256 -and (-not $rule.serviceName -or $rule.serviceName -in '*', 'termservice')
        $isForAll = (-not $rule.ApplicationName -or $rule.ApplicationName -like '*\svchost.exe') -and
            (-not $rule.RemoteAddresses -or $rule.RemoteAddresses -eq '*')
        if ($blocks -and $isForAll -and (Test-Rdp904Ports -Ports $rule.LocalPorts -Port $Port)) {
            @{ Code = 'RuleBlocks'; Phrase = "The rule '$($rule.Name)' of Windows Firewall blocks TCP $Port, and a block wins over every rule that allows." }
        }
    }
}

function Open-Rdp904Door {
    param([hashtable] $Door)

    if ($Door.Rules.Count -eq 0) {
        Add-Rdp904ListenerRule -Protocol $Door.Protocol -Port $Door.Port
        return
    }
    foreach ($rule in $Door.Rules) {
        $before = "enabled $($rule.Enabled), action $($rule.Action), profiles $($rule.Profiles)"
        # First the record, then the change: without a record nothing is changed.
        Write-Rdp904Event "The firewall rule '$($rule.Name)' opens $($Door.Title) on all profiles. Before: $before."
        $rule.Profiles = $script:AllProfiles
        $rule.Action = 1
        $rule.Enabled = $true
    }
}

# The protocol comes before the ports, because the firewall checks each property when it is set.
function Add-Rdp904ListenerRule {
    param([int] $Protocol, [int] $Port)

    $name = "Remote Desktop at port $Port, protocol $Protocol (rdp904)"
    Write-Rdp904Event "The firewall rule '$name' is added. Before: none."
    $rule = [System.Activator]::CreateInstance([System.Type]::GetTypeFromProgID('HNetCfg.FWRule'))
    $rule.Name = $name
    $rule.Description = 'Lets clients reach the RDP listener at the port that it was given.'
    $rule.Grouping = $script:OwnGroup
    $rule.ApplicationName = [System.IO.Path]::Combine([System.Environment]::SystemDirectory, 'svchost.exe')
    $rule.serviceName = 'termservice'
    $rule.Protocol = $Protocol
    $rule.LocalPorts = [string] $Port
    $rule.Direction = 1
    $rule.Action = 1
    $rule.Profiles = $script:AllProfiles
    $rule.Enabled = $true
    (Get-Rdp904FirewallPolicy).Rules.Add($rule)
}
