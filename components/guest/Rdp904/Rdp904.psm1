# What RDP needs inside Windows, as resources for the Machine Configuration agent.
# Only .NET, COM and this module's own functions: the agent hides every other module, those of Windows too.
# Properties are text, because what an assignment sets always is, and each is checked where it is used.

$ErrorActionPreference = 'Stop'

. ([System.IO.Path]::Combine($PSScriptRoot, 'EventLog.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'Registry.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'Cim.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'MachineKeys.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'Tls.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'Services.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'ListenerSettings.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'ListenerCertificate.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'Firewall.ps1'))

class Rdp904Reason {
    [DscProperty()] [string] $Code
    [DscProperty()] [string] $Phrase
}

# The service wants codes that name the class twice.
function New-Rdp904Reason {
    param([string] $Class, [hashtable] $Difference)

    $reason = [Rdp904Reason]::new()
    $reason.Code = $Class + ':' + $Class + ':' + $Difference.Code
    $reason.Phrase = $Difference.Phrase
    $reason
}

[DscResource()]
class Rdp904MachineKeys {
    # Container of the key. Only 'TSSecKeySet1', the RDP listener's own, is allowed.
    [DscProperty(Key)] [string] $KeyContainer

    [DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons

    [Rdp904MachineKeys] Get() {
        $state = [Rdp904MachineKeys]::new()
        $state.KeyContainer = $this.KeyContainer
        $state.Reasons = @(
            foreach ($difference in Get-Rdp904Difference -KeyContainer $this.KeyContainer -IncludeMissing) {
                New-Rdp904Reason -Class 'Rdp904MachineKeys' -Difference $difference
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904Difference -KeyContainer $this.KeyContainer).Count -eq 0
    }

    [void] Set() {
        # Twice: a key file that the folder hid shows once the folder is right.
        foreach ($pass in 1, 2) {
            foreach ($difference in Get-Rdp904Difference -KeyContainer $this.KeyContainer) {
                Repair-Rdp904Access -Item $difference.Item -Access $difference.Access
            }
        }
    }
}

[DscResource()]
class Rdp904Tls {
    # Protocol that servers speak. Only 'TLS 1.2' is allowed.
    [DscProperty(Key)] [string] $Protocol

    [DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons

    [Rdp904Tls] Get() {
        $state = [Rdp904Tls]::new()
        $state.Protocol = $this.Protocol
        $state.Reasons = @(
            foreach ($difference in Get-Rdp904TlsDifference -Protocol $this.Protocol) {
                New-Rdp904Reason -Class 'Rdp904Tls' -Difference $difference
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904TlsDifference -Protocol $this.Protocol).Count -eq 0
    }

    [void] Set() {
        foreach ($difference in Get-Rdp904TlsDifference -Protocol $this.Protocol) {
            Set-Rdp904RegistryNumber -Key $difference.Key -Name $difference.Name -Number $difference.Number
        }
    }
}

[DscResource()]
class Rdp904Service {
    # Service that RDP needs: TermService, UmRdpService, SessionEnv, CertPropSvc, KeyIso or CryptSvc.
    [DscProperty(Key)] [string] $ServiceName

    [DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons

    [Rdp904Service] Get() {
        $state = [Rdp904Service]::new()
        $state.ServiceName = $this.ServiceName
        $state.Reasons = @(
            foreach ($difference in Get-Rdp904ServiceDifference -ServiceName $this.ServiceName) {
                New-Rdp904Reason -Class 'Rdp904Service' -Difference $difference
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904ServiceDifference -ServiceName $this.ServiceName).Count -eq 0
    }

    [void] Set() {
        foreach ($difference in Get-Rdp904ServiceDifference -ServiceName $this.ServiceName) {
            # A service that is missing is only told.
            if ($difference.ContainsKey('Method')) {
                Set-Rdp904Service -ServiceName $this.ServiceName -Method $difference.Method -Arguments $difference.Arguments
            }
        }
    }
}

[DscResource()]
class Rdp904ListenerSettings {
    # Listener. Only 'RDP-Tcp', the one that Windows makes, is allowed.
    [DscProperty(Key)] [string] $TerminalName

    # Port, 1 to 65535. Empty: the port stays as it is.
    [DscProperty()] [string] $PortNumber

    [DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons

    [Rdp904ListenerSettings] Get() {
        $state = [Rdp904ListenerSettings]::new()
        $state.TerminalName = $this.TerminalName
        $state.PortNumber = $this.PortNumber
        $state.Reasons = @(
            foreach ($difference in Get-Rdp904SettingDifference -TerminalName $this.TerminalName -PortNumber $this.PortNumber) {
                New-Rdp904Reason -Class 'Rdp904ListenerSettings' -Difference $difference
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904SettingDifference -TerminalName $this.TerminalName -PortNumber $this.PortNumber).Count -eq 0
    }

    [void] Set() {
        foreach ($difference in Get-Rdp904SettingDifference -TerminalName $this.TerminalName -PortNumber $this.PortNumber) {
            # What a policy sets, and what waits until nobody is connected, has nothing to change.
            Set-Rdp904Setting -Difference $difference
        }
    }
}

[DscResource()]
class Rdp904ListenerCertificate {
    # Listener. Only 'RDP-Tcp', the one that Windows makes, is allowed.
    [DscProperty(Key)] [string] $TerminalName

    # Subject or DNS name of the certificate. Empty: the newest that is for Remote Desktop Authentication.
    [DscProperty()] [string] $Subject

    [DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons

    [Rdp904ListenerCertificate] Get() {
        $state = [Rdp904ListenerCertificate]::new()
        $state.TerminalName = $this.TerminalName
        $state.Subject = $this.Subject
        $state.Reasons = @(
            foreach ($difference in Get-Rdp904ListenerDifference -TerminalName $this.TerminalName -Subject $this.Subject) {
                New-Rdp904Reason -Class 'Rdp904ListenerCertificate' -Difference $difference
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904ListenerDifference -TerminalName $this.TerminalName -Subject $this.Subject).Count -eq 0
    }

    [void] Set() {
        # Keys first: a certificate whose key can be read then may be the one to bind.
        foreach ($difference in Get-Rdp904ListenerDifference -TerminalName $this.TerminalName -Subject $this.Subject) {
            if ($null -ne $difference.File) { Grant-Rdp904KeyRead -File $difference.File }
        }
        foreach ($difference in Get-Rdp904ListenerDifference -TerminalName $this.TerminalName -Subject $this.Subject) {
            # A certificate that is missing is only told: nothing here could bring it.
            if ($difference.ContainsKey('Thumbprint')) {
                Set-Rdp904ListenerCertificate -TerminalName $this.TerminalName -Thumbprint $difference.Thumbprint
            }
        }
    }
}

[DscResource()]
class Rdp904Firewall {
    # Listener. Only 'RDP-Tcp', the one that Windows makes, is allowed. Its port is read from the registry.
    [DscProperty(Key)] [string] $TerminalName

    # Yes: others may watch a session. No: the rules for it stay as they are.
    [DscProperty()] [string] $Shadowing

    # Yes: clients may come by WebSocket. No: the rules for it stay as they are.
    [DscProperty()] [string] $WebSocket

    [DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons

    [Rdp904Firewall] Get() {
        $state = [Rdp904Firewall]::new()
        $state.TerminalName = $this.TerminalName
        $state.Shadowing = $this.Shadowing
        $state.WebSocket = $this.WebSocket
        $state.Reasons = @(
            foreach ($difference in Get-Rdp904FirewallDifference -TerminalName $this.TerminalName -Shadowing $this.Shadowing -WebSocket $this.WebSocket) {
                New-Rdp904Reason -Class 'Rdp904Firewall' -Difference $difference
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904FirewallDifference -TerminalName $this.TerminalName -Shadowing $this.Shadowing -WebSocket $this.WebSocket).Count -eq 0
    }

    [void] Set() {
        foreach ($difference in Get-Rdp904FirewallDifference -TerminalName $this.TerminalName -Shadowing $this.Shadowing -WebSocket $this.WebSocket) {
            # What blocks in spite of every rule is only told.
            if ($difference.ContainsKey('Door')) { Open-Rdp904Door -Door $difference.Door }
        }
    }
}
