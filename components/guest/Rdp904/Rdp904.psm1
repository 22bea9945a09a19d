# What RDP needs inside Windows, as resources for the Machine Configuration agent.
# Only .NET and this module's own functions: the agent hides every other module, those of Windows too.

$ErrorActionPreference = 'Stop'

. ([System.IO.Path]::Combine($PSScriptRoot, 'EventLog.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'MachineKeys.ps1'))
. ([System.IO.Path]::Combine($PSScriptRoot, 'ListenerCertificate.ps1'))

class Rdp904Reason {
    [DscProperty()] [string] $Code
    [DscProperty()] [string] $Phrase
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
                $reason = [Rdp904Reason]::new()
                $reason.Code = 'Rdp904MachineKeys:Rdp904MachineKeys:' + $difference.Code
                $reason.Phrase = $difference.Phrase
                $reason
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
                $reason = [Rdp904Reason]::new()
                $reason.Code = 'Rdp904ListenerCertificate:Rdp904ListenerCertificate:' + $difference.Code
                $reason.Phrase = $difference.Phrase
                $reason
            }
        )
        return $state
    }

    [bool] Test() {
        return @(Get-Rdp904ListenerDifference -TerminalName $this.TerminalName -Subject $this.Subject).Count -eq 0
    }

    [void] Set() {
        foreach ($difference in Get-Rdp904ListenerDifference -TerminalName $this.TerminalName -Subject $this.Subject) {
            # A certificate that is missing or unreadable is only told: nothing here could bring it.
            if ($difference.ContainsKey('Thumbprint')) {
                Set-Rdp904ListenerCertificate -TerminalName $this.TerminalName -Thumbprint $difference.Thumbprint
            }
        }
    }
}
